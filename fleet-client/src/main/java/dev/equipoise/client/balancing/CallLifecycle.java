package dev.equipoise.client.balancing;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.CompletionContext;
import org.springframework.cloud.client.loadbalancer.LoadBalancerLifecycle;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.RequestDataContext;
import org.springframework.cloud.client.loadbalancer.Response;
import org.springframework.cloud.client.loadbalancer.ResponseData;
import org.springframework.http.HttpStatusCode;

/**
 * Tells the load tracker when a request goes out and how it ends. It ends with the head of the response: that is when
 * Spring Cloud LoadBalancer says so.
 */
public final class CallLifecycle implements LoadBalancerLifecycle<Object, Object, ServiceInstance> {

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int VERSION_NOT_SUPPORTED = 505;

    @Override
    public void onStart(Request<Object> request) {
        // Nobody is picked yet.
    }

    @Override
    public void onStartRequest(Request<Object> request, Response<ServiceInstance> picked) {
        if (picked.getServer() instanceof PickedInstance instance) {
            AtomicReference<@Nullable PickedInstance> watch = watch(request);
            instance.begin(watch != null);
            if (watch != null) {
                watch.set(instance);
            }
        }
    }

    @Override
    public void onComplete(CompletionContext<Object, ServiceInstance, Object> end) {
        if (end.getLoadBalancerResponse() == null
                || !(end.getLoadBalancerResponse().getServer() instanceof PickedInstance instance)) {
            return;
        }
        switch (end.status()) {
            case SUCCESS -> {
                if (isFailure(end.getClientResponse())) {
                    instance.failed();
                } else {
                    instance.succeeded();
                }
            }
            case FAILED -> instance.failed();
            case DISCARD -> instance.ignored();
        }
    }

    @SuppressWarnings("unchecked") // CancelWatch put it there
    private static @Nullable AtomicReference<@Nullable PickedInstance> watch(Request<?> request) {
        return request.getContext() instanceof RequestDataContext context
                        && context.getClientRequest() != null
                        && context.getClientRequest().getAttributes() != null
                ? (AtomicReference<@Nullable PickedInstance>)
                        context.getClientRequest().getAttributes().get(CancelWatch.ATTRIBUTE)
                : null;
    }

    /** A worker that answers so did not do its work; 501 and 505 speak of the request. */
    private static boolean isFailure(@Nullable Object response) {
        HttpStatusCode status = response instanceof ResponseData data ? data.getHttpStatus() : null;
        if (status == null) {
            return false;
        }
        int code = status.value();
        return code == TOO_MANY_REQUESTS
                || (status.is5xxServerError() && code != NOT_IMPLEMENTED && code != VERSION_NOT_SUPPORTED);
    }
}
