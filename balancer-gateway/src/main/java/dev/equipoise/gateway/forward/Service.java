package dev.equipoise.gateway.forward;

import dev.equipoise.gateway.affinity.Sessions;
import dev.equipoise.gateway.balancing.ServiceBalancer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A service as the forwarder sees it: what is configured of it now, and what goes on as long as the gateway runs. Any thread. */
public final class Service {

    private final String name;
    private final ServiceBalancer balancer;
    private final ServiceObserver observer;
    private final LongSupplier nanoTime;
    private final ExtraLoad repeats = new ExtraLoad();
    private final ExtraLoad hedges = new ExtraLoad();
    private final WaitingQueue queue;
    private final SeenLatencies latencies;
    private volatile Current current;

    /** Swapped as one. */
    private record Current(ServiceSettings settings, Gates gates) {}

    Service(
            String name,
            ServiceBalancer balancer,
            ServiceSettings settings,
            ServiceObserver observer,
            LongSupplier nanoTime) {
        this.name = name;
        this.balancer = balancer;
        this.observer = observer;
        this.nanoTime = nanoTime;
        this.queue = new WaitingQueue(balancer);
        this.latencies = new SeenLatencies(nanoTime.getAsLong());
        this.current = new Current(settings, gates(settings.gates()));
    }

    private Gates gates(GateSettings settings) {
        Gates gates = new Gates(name, settings, nanoTime);
        observer.gates(gates);
        return gates;
    }

    /**
     * Requests that begin from now on go by these settings; those under way go on by theirs. Gates whose settings stay as they are
     * remember what they know. Called by one thread at a time.
     */
    void change(ServiceSettings next) {
        Gates gates = current.gates;
        current = new Current(next, gates.settings().equals(next.gates()) ? gates : gates(next.gates()));
        queue.freed();
    }

    public String name() {
        return name;
    }

    public ServiceBalancer balancer() {
        return balancer;
    }

    /** How many requests wait for a worker to have room. */
    public int waiting() {
        return queue.depth();
    }

    ServiceSettings settings() {
        return current.settings;
    }

    Gates gates() {
        return current.gates;
    }

    /** Null where no request belongs to one worker rather than to another. */
    @Nullable
    Sessions sessions() {
        return current.settings.sessions();
    }

    ServiceObserver observer() {
        return observer;
    }

    ExtraLoad repeats() {
        return repeats;
    }

    ExtraLoad hedges() {
        return hedges;
    }

    WaitingQueue queue() {
        return queue;
    }

    SeenLatencies latencies() {
        return latencies;
    }
}
