package dev.equipoise.gateway.forward;

import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.policy.PickTrace;
import dev.equipoise.gateway.affinity.Sessions;
import dev.equipoise.gateway.balancing.ExplainedPicks;
import dev.equipoise.gateway.balancing.ServiceBalancers;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.ReflectiveChannelFactory;
import io.netty.handler.ssl.SslContext;
import io.netty.resolver.AddressResolverGroup;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Starts exchanges, and holds what they share: services with their budgets, and one {@link Loop} for each event loop. Any thread. */
public final class Forwarder {

    private final ServiceBalancers balancers;
    private final Function<String, @Nullable Sessions> sessions;
    private final ForwarderSettings settings;
    private final ExplainedPicks explained;
    private final Outcomes outcomes;
    private final Runnable retried;
    private final LongSupplier nanoTime;
    private final AddressResolverGroup<InetSocketAddress> resolver;
    private final Supplier<SslContext> tls;
    private final Map<String, Service> services = new ConcurrentHashMap<>();
    private final Map<EventLoop, Loop> loops = new ConcurrentHashMap<>();
    /** Connections of all loops, by where they lead. Changed atomically per entry. */
    private final Map<URI, Shared> connections = new ConcurrentHashMap<>();

    /** @param loops that have connections there */
    private record Shared(AtomicInteger open, int loops) {}

    /** The resolver must not block. */
    public Forwarder(
            ServiceBalancers balancers,
            Function<String, @Nullable Sessions> sessions,
            ForwarderSettings settings,
            Observers observers,
            LongSupplier nanoTime,
            AddressResolverGroup<InetSocketAddress> resolver,
            Supplier<SslContext> tls) {
        this.balancers = balancers;
        this.sessions = sessions;
        this.settings = settings;
        this.explained = observers.explained();
        this.outcomes = observers.outcomes();
        this.retried = observers.retried();
        this.nanoTime = nanoTime;
        this.resolver = resolver;
        this.tls = tls;
    }

    /**
     * Who is told of what.
     *
     * @param retried of each request that goes to another worker
     */
    public record Observers(ExplainedPicks explained, Outcomes outcomes, Runnable retried) {}

    /** Services are those that routes name, so their number is bounded by configuration. */
    public Service service(String name) {
        return services.computeIfAbsent(name, known -> new Service(known, balancers.of(known), sessions.apply(known)));
    }

    /** Where the picks of the next request are to be noted; null for all requests that nobody wants explained. */
    public @Nullable PickTrace trace() {
        return explained.trace();
    }

    /** The part of the forwarder that belongs to the event loop of this channel. */
    public Loop loopOf(Channel client) {
        Loop known = loops.get(client.eventLoop());
        return known != null
                ? known
                : loops.computeIfAbsent(client.eventLoop(), loop -> new Loop(loop, client.getClass()));
    }

    /** What belongs to one event loop; only that loop may use it. */
    public final class Loop {

        private static final int SWEEP_SECONDS = 1;

        private final Deadlines deadlines;
        private final LoopLinks links;

        private Loop(EventLoop loop, Class<? extends Channel> kind) {
            Bootstrap bootstrap = new Bootstrap()
                    .group(loop)
                    .channelFactory(new ReflectiveChannelFactory<>(kind))
                    .resolver(resolver)
                    .option(ChannelOption.AUTO_READ, false)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.SO_KEEPALIVE, true)
                    .option(
                            ChannelOption.CONNECT_TIMEOUT_MILLIS,
                            Math.toIntExact(settings.connectTimeout().toMillis()));
            deadlines = new Deadlines(loop, nanoTime);
            links = new LoopLinks(
                    uri -> new WorkerLinks(bootstrap, new WorkerAddress(uri, tls), enter(uri), settings, nanoTime),
                    Forwarder.this::leave);
            var unused = loop.scheduleWithFixedDelay(
                    () -> links.sweep(nanoTime.getAsLong()), SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
        }

        /** An exchange that is yet to be started. */
        public Exchange exchange(Order order, Client client) {
            return new Exchange(Forwarder.this, deadlines, links, order, client);
        }

        public long nanoTime() {
            return deadlines.now();
        }
    }

    private AtomicInteger enter(URI uri) {
        return Objects.requireNonNull(connections.compute(
                        uri,
                        (to, known) -> known == null
                                ? new Shared(new AtomicInteger(), 1)
                                : new Shared(known.open, known.loops + 1)))
                .open;
    }

    private void leave(URI uri) {
        connections.computeIfPresent(
                uri, (to, known) -> known.loops == 1 ? null : new Shared(known.open, known.loops - 1));
    }

    // For exchanges.

    int retries() {
        return settings.retries();
    }

    long tryNanos() {
        return settings.tryTimeout().toNanos();
    }

    long totalNanos() {
        return settings.totalTimeout().toNanos();
    }

    long idleNanos() {
        return settings.idleTimeout().toNanos();
    }

    void retried() {
        retried.run();
    }

    void refusedBy(Worker worker) {
        balancers.refusedBy(worker);
    }

    void saw(Worker worker, Outcome outcome) {
        outcomes.saw(worker, outcome);
    }

    void explain(Order order, int tries, @Nullable Worker worker) {
        PickTrace trace = order.pick().trace();
        if (trace != null) {
            Service service = order.service();
            explained.add(service.name(), service.balancer().policy(), tries, trace.explain(worker));
        }
    }
}
