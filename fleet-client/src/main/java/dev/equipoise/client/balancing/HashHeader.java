package dev.equipoise.client.balancing;

import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.RequestDataContext;
import org.springframework.http.HttpHeaders;

/**
 * The header of a request whose value the hashing policies hash.
 *
 * @param name empty: no request has a key
 */
public record HashHeader(String name) {

    @Nullable
    String keyOf(Request<?> request) {
        if (name.isEmpty()
                || !(request.getContext() instanceof RequestDataContext context)
                || context.getClientRequest() == null) {
            return null;
        }
        HttpHeaders headers = context.getClientRequest().getHeaders();
        return headers == null ? null : headers.getFirst(name);
    }
}
