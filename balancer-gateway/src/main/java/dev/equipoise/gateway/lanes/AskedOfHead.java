package dev.equipoise.gateway.lanes;

import dev.equipoise.gateway.affinity.RequestCookies;
import dev.equipoise.gateway.balancing.Asked;
import dev.equipoise.gateway.forward.RawTarget;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request of the express lane. */
record AskedOfHead(
        HttpHeaders headers, RequestLine line, @Nullable String clientAddress) implements Asked {

    @Override
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    @Override
    public @Nullable String cookie(String name) {
        return RequestCookies.value(headers, name);
    }

    @Override
    public @Nullable String query(String name) {
        List<String> values = new QueryStringDecoder(RawTarget.legal(line.query()))
                .parameters()
                .get(name);
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    @Override
    public String path() {
        return line.legalPath();
    }
}
