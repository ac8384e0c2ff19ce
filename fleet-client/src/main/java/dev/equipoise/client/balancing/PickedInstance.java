package dev.equipoise.client.balancing;

import dev.equipoise.client.fleet.FleetInstance;
import dev.equipoise.core.load.Call;
import dev.equipoise.core.load.LoadTracker;
import java.lang.ref.Cleaner;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.ServiceInstance;

/**
 * A worker as picked for one request, with the call that this request is. It is the one thing that Spring Cloud
 * LoadBalancer hands from the pick to the end of the request, for blocking clients and reactive ones alike.
 *
 * <p>Any thread may call any method; the latest call begun is the one that ends.
 */
final class PickedInstance implements ServiceInstance {

    private static final Cleaner CLEANER = Cleaner.create();

    private final FleetInstance instance;
    private final LoadTracker tracker;
    private final CurrentCall call = new CurrentCall();

    PickedInstance(FleetInstance instance, LoadTracker tracker) {
        this.instance = instance;
        this.tracker = tracker;
    }

    /**
     * The request goes out now.
     *
     * @param watched whether somebody will tell if it is cancelled. If not, its call ends with the life of this object:
     *     late, but a worker is not believed busy for ever
     */
    void begin(boolean watched) {
        call.replace(tracker.start(instance.worker()));
        if (!watched) {
            CLEANER.register(this, call::forgotten);
        }
    }

    void succeeded() {
        Call current = call.take();
        if (current != null) {
            current.succeeded();
        }
    }

    void failed() {
        Call current = call.take();
        if (current != null) {
            current.failed();
        }
    }

    /** It ended, and says nothing about the worker. */
    void ignored() {
        call.forgotten();
    }

    @Override
    public String getInstanceId() {
        return instance.getInstanceId();
    }

    @Override
    public String getServiceId() {
        return instance.getServiceId();
    }

    @Override
    public String getHost() {
        return instance.getHost();
    }

    @Override
    public int getPort() {
        return instance.getPort();
    }

    @Override
    public boolean isSecure() {
        return instance.isSecure();
    }

    @Override
    public String getScheme() {
        return instance.getScheme();
    }

    @Override
    public URI getUri() {
        return instance.getUri();
    }

    @Override
    public Map<String, String> getMetadata() {
        return instance.getMetadata();
    }

    @Override
    public String toString() {
        return instance.toString();
    }

    /** Apart from the instance, which must be free to die while its cleaner holds this. */
    private static final class CurrentCall {

        private final AtomicReference<@Nullable Call> call = new AtomicReference<>();

        /** Somebody may send twice to what was picked once, as a retry on the same worker does. */
        void replace(Call next) {
            Call before = call.getAndSet(next);
            if (before != null) {
                before.ignored();
            }
        }

        @Nullable
        Call take() {
            return call.getAndSet(null);
        }

        void forgotten() {
            Call left = take();
            if (left != null) {
                left.ignored();
            }
        }
    }
}
