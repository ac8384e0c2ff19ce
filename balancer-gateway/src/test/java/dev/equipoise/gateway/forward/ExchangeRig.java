package dev.equipoise.gateway.forward;

import dev.equipoise.core.guard.ConcurrencyLimit;
import dev.equipoise.core.guard.Guards;
import dev.equipoise.core.guard.WorkerLimit;
import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.load.PeakEwmaLoadTracker;
import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.policy.PickRequest;
import dev.equipoise.core.policy.Picker;
import dev.equipoise.gateway.balancing.ExplainedPicks;
import dev.equipoise.gateway.balancing.HashOn;
import dev.equipoise.gateway.balancing.ServiceBalancer;
import dev.equipoise.gateway.balancing.ServiceBalancers;
import dev.equipoise.gateway.guards.ServiceGuards;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Exchanges without a socket over services with any settings: time passes when the test says so. */
final class ExchangeRig {

    static final ServiceSettings PLAIN = ServiceSettings.of(
            new ServiceSettings.Times(Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(5)),
            new ServiceSettings.Repeats(1, 0.2, 10, false));

    long now = 1_000_000_000L;
    final FakeLinks links = new FakeLinks();
    final List<String> outcomes = new ArrayList<>();
    final List<String> noted = new ArrayList<>();
    final Map<String, ServiceSettings> settings = new HashMap<>();
    private final WorkerLimit limit;
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Deadlines deadlines = new Deadlines(channel.eventLoop(), () -> now, Deadlines.RESOLUTION_MILLIS);
    private final Deadlines soon = new Deadlines(channel.eventLoop(), () -> now, Deadlines.SOON_MILLIS);
    private final Forwarder.LoopShare loop = new Forwarder.LoopShare(deadlines, soon, links);
    final ServiceBalancers balancers = new ServiceBalancers(name -> balancer());
    final Forwarder forwarder = new Forwarder(
            balancers,
            service -> settings.getOrDefault(service, PLAIN),
            new LinkSettings(Duration.ofSeconds(1), 10, Duration.ofSeconds(10)),
            new Forwarder.Observers(
                    new ExplainedPicks(0, () -> new Random(1), InstantSource.system()),
                    (worker, outcome) -> outcomes.add(worker.id() + " " + outcome),
                    () -> noted.add("retried"),
                    (service, waiting) -> new ServiceObserver() {
                        @Override
                        public void hedged() {
                            noted.add("hedged");
                        }

                        @Override
                        public void hedgeWon() {
                            noted.add("hedge won");
                        }

                        @Override
                        public void fellBack() {
                            noted.add("fell back");
                        }
                    }),
            () -> now,
            DefaultAddressResolverGroup.INSTANCE,
            () -> {
                throw new AssertionError("no TLS here");
            },
            worker -> false);

    ExchangeRig(ServiceSettings own, WorkerLimit limit) {
        this.limit = limit;
        settings.put("default", own);
    }

    private ServiceBalancer balancer() {
        LoadTracker tracker = new PeakEwmaLoadTracker(() -> now);
        ConcurrencyLimit limiting = new ConcurrencyLimit(tracker, limit);
        Guards guards = new Guards(List.of(), List.of(limiting), (fleet, before) -> Picker.NOBODY);
        return new ServiceBalancer(
                "round-robin",
                tracker,
                () -> new Random(1),
                HashOn.parse("path", "p"),
                new ServiceGuards(guards, () -> now),
                limiting);
    }

    void fleet(int size) {
        fleet(size, "default", 0);
    }

    /** @param slots that each declares; 0 for none */
    void fleet(int size, String service, int slots) {
        List<Worker> workers = new ArrayList<>();
        for (int i = 1; i <= size; i++) {
            workers.add(Worker.of("w" + i, URI.create("http://10.0.0." + i + ":80"))
                    .withSequence(i)
                    .withServices(Set.of(service))
                    .withCapacity(new Capacity(slots, 0)));
        }
        balancers.accept(Fleet.of(balancers.fleet().version() + 1, workers));
    }

    /** One request and what its client heard. */
    record Sent(Exchange exchange, FakeClient client) {

        List<String> heard() {
            return client.heard;
        }
    }

    Sent get() {
        return send(HttpMethod.GET, "default", false);
    }

    Sent send(HttpMethod method, String service, boolean hasBody) {
        DefaultHttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, "/x?y");
        return send(head, service, hasBody ? Order.Body.STREAMED : Order.Body.NONE);
    }

    Sent send(HttpRequest head, String service, Order.Body body) {
        FakeClient client = new FakeClient();
        Exchange exchange = exchange(head, service, body, false, client);
        exchange.start();
        return new Sent(exchange, client);
    }

    /** One that is yet to be started. */
    Exchange exchange(HttpRequest head, String service, Order.Body body, boolean upgrade, Client client) {
        Order order = new Order(forwarder.service(service), head, PickRequest.ANY, body, upgrade, false);
        return new Exchange(forwarder, loop, order, client);
    }

    /** Everything that waits on the event loop, now. */
    void settle() {
        channel.runPendingTasks();
    }

    void pass(Duration time) {
        now += time.toNanos();
        soon.expire();
        deadlines.expire();
        settle();
    }

    /** The worker answers, all of it. */
    void answer(FakeLinks.Lease lease, int status) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
        head.headers().set("Content-Length", 0);
        lease.user.received(head);
        lease.user.received(LastHttpContent.EMPTY_LAST_CONTENT);
        settle();
    }

    long inFlight() {
        return balancers.of("default").tracker().inFlight();
    }

    int waiting() {
        return forwarder.service("default").waiting();
    }
}
