package dev.equipoise.gateway.forward;

import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.policy.PickTrace;
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
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Starts exchanges, and holds what they share: services with their budgets, and one {@link Loop} for each event loop. Any thread. */
public final class Forwarder {

    private final ServiceBalancers balancers;
    private final Function<String, ServiceSettings> settings;
    private final LinkSettings connecting;
    private final ExplainedPicks explained;
    private final Outcomes outcomes;
    private final Runnable retried;
    private final ServiceObserver.OfEach watch;
    private final LongSupplier nanoTime;
    private final AddressResolverGroup<InetSocketAddress> resolver;
    private final Supplier<SslContext> tls;
    private final Predicate<Worker> http2;
    private final Map<String, Service> services = new ConcurrentHashMap<>();
    private final Map<EventLoop, Loop> loops = new ConcurrentHashMap<>();
    /** Connections of all loops, by where they lead. Changed atomically per entry. */
    private final Map<URI, Shared> connections = new ConcurrentHashMap<>();

    /** @param loops that have connections there */
    private record Shared(AtomicInteger open, int loops) {}

    /**
     * @param settings of a service, as they are now; asked when it is first named, and by {@link #settingsChanged}
     * @param resolver must not block
     * @param http2 whether a worker is spoken to by HTTP/2; all others by HTTP/1.1
     */
    public Forwarder(
            ServiceBalancers balancers,
            Function<String, ServiceSettings> settings,
            LinkSettings connecting,
            Observers observers,
            LongSupplier nanoTime,
            AddressResolverGroup<InetSocketAddress> resolver,
            Supplier<SslContext> tls,
            Predicate<Worker> http2) {
        this.balancers = balancers;
        this.settings = settings;
        this.connecting = connecting;
        this.explained = observers.explained();
        this.outcomes = observers.outcomes();
        this.retried = observers.retried();
        this.watch = observers.services();
        this.nanoTime = nanoTime;
        this.resolver = resolver;
        this.tls = tls;
        this.http2 = http2;
    }

    /**
     * Who is told of what.
     *
     * @param retried of each request that goes to another worker
     * @param services of what becomes of the requests of each
     */
    public record Observers(
            ExplainedPicks explained, Outcomes outcomes, Runnable retried, ServiceObserver.OfEach services) {}

    /** Services are those that routes and fallbacks name, so their number is bounded by configuration. */
    public Service service(String name) {
        Service known = services.get(name);
        return known != null ? known : services.computeIfAbsent(name, this::create);
    }

    private Service create(String name) {
        ServiceObserver observer = watch.of(name, () -> {
            Service itself = services.get(name);
            return itself == null ? 0 : itself.waiting();
        });
        return new Service(name, balancers.of(name), settings.apply(name), observer, nanoTime);
    }

    /** Requests that begin from now on go by the settings as they are now. No connection ends. Called by one thread at a time. */
    public void settingsChanged() {
        services.forEach((name, service) -> service.change(settings.apply(name)));
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

    /**
     * What exchanges of one event loop share.
     *
     * @param soon for what must not be late by as much as other deadlines may
     */
    record LoopShare(Deadlines deadlines, Deadlines soon, Links links) {}

    /** What belongs to one event loop; only that loop may use it. */
    public final class Loop {

        private static final int SWEEP_SECONDS = 1;

        private final LoopShare share;

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
                            Math.toIntExact(connecting.connectTimeout().toMillis()));
            Pace pace = new Pace(loop);
            LoopLinks links = new LoopLinks(worker -> pool(bootstrap, pace, worker), Forwarder.this::leave);
            share = new LoopShare(
                    new Deadlines(loop, nanoTime, Deadlines.RESOLUTION_MILLIS),
                    new Deadlines(loop, nanoTime, Deadlines.SOON_MILLIS),
                    links);
            var unused = loop.scheduleWithFixedDelay(
                    () -> links.sweep(nanoTime.getAsLong()), SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
        }

        private Pool pool(Bootstrap bootstrap, Pace pace, Worker worker) {
            WorkerTarget target = new WorkerTarget(
                    bootstrap, pace, new WorkerAddress(worker.uri(), tls), enter(worker.uri()), connecting, nanoTime);
            return http2.test(worker) ? new Http2Links(target) : new WorkerLinks(target);
        }

        /** An exchange that is yet to be started. */
        public Exchange exchange(Order order, Client client) {
            return new Exchange(Forwarder.this, share, order, client);
        }

        public long nanoTime() {
            return now();
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

    long now() {
        return nanoTime.getAsLong();
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

    void explain(Order order, Service service, int tries, @Nullable Worker worker) {
        PickTrace trace = order.pick().trace();
        if (trace != null) {
            explained.add(service.name(), service.balancer().policy(), tries, trace.explain(worker));
        }
    }
}
