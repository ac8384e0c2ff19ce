package dev.equipoise.gateway.forward;

import dev.equipoise.core.load.PeakEwmaLoadTracker;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.policy.PickRequest;
import dev.equipoise.gateway.balancing.ExplainedPicks;
import dev.equipoise.gateway.balancing.HashOn;
import dev.equipoise.gateway.balancing.ServiceBalancer;
import dev.equipoise.gateway.balancing.ServiceBalancers;
import dev.equipoise.gateway.guards.ServiceGuards;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** An exchange without a socket: the test says what its client and its workers do, and when time passes. */
abstract class ExchangeFixture {

    static final long TRY = Duration.ofSeconds(2).toNanos();
    static final long IDLE = Duration.ofSeconds(5).toNanos();

    long now = 1_000_000_000L;
    int retries;
    /** Whether errors of workers are a reason to try another one. */
    boolean errors;

    final List<String> outcomes = new ArrayList<>();
    final List<String> refused = new ArrayList<>();
    final FakeLinks links = new FakeLinks();
    final FakeClient client = new FakeClient();
    final EmbeddedChannel channel = new EmbeddedChannel();
    final Deadlines deadlines = new Deadlines(channel.eventLoop(), () -> now, Deadlines.RESOLUTION_MILLIS);
    final Deadlines soon = new Deadlines(channel.eventLoop(), () -> now, Deadlines.SOON_MILLIS);
    final Forwarder.LoopShare loop = new Forwarder.LoopShare(deadlines, soon, links);
    final ServiceBalancers balancers = new ServiceBalancers(name -> new ServiceBalancer(
            "round-robin",
            new PeakEwmaLoadTracker(() -> now),
            () -> new Random(1),
            HashOn.parse("path", "p"),
            ServiceGuards.NONE));
    final Forwarder forwarder = new Forwarder(
            balancers,
            service -> ServiceSettings.of(
                    new ServiceSettings.Times(Duration.ofNanos(TRY), Duration.ofSeconds(3), Duration.ofNanos(IDLE)),
                    new ServiceSettings.Repeats(1, 0.2, 10, errors)),
            new LinkSettings(Duration.ofSeconds(1), 10, Duration.ofSeconds(10)),
            new Forwarder.Observers(
                    new ExplainedPicks(0, () -> new Random(1), InstantSource.system()),
                    (worker, outcome) -> outcomes.add(worker.id() + " " + outcome),
                    () -> retries++,
                    (service, waiting) -> ServiceObserver.NONE),
            () -> now,
            DefaultAddressResolverGroup.INSTANCE,
            () -> {
                throw new AssertionError("no TLS here");
            },
            worker -> false);

    Exchange exchange;
    final HttpHeaders requestHeaders = new DefaultHttpHeaders();

    void fleet(int size) {
        List<Worker> workers = new ArrayList<>();
        for (int i = 1; i <= size; i++) {
            workers.add(
                    Worker.of("w" + i, URI.create("http://10.0.0." + i + ":80")).withSequence(i));
        }
        balancers.accept(Fleet.of(1, workers));
    }

    Exchange start(HttpMethod method, boolean hasBody) {
        DefaultHttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, "/x?y");
        head.headers().setAll(requestHeaders);
        Order order = new Order(
                forwarder.service("default"),
                head,
                PickRequest.ANY,
                hasBody ? Order.Body.STREAMED : Order.Body.NONE,
                false,
                false);
        exchange = new Exchange(forwarder, loop, order, client);
        exchange.start();
        return exchange;
    }

    static HttpContent part(String text) {
        return new DefaultHttpContent(buffer(text));
    }

    static HttpContent lastPart(String text) {
        return new DefaultLastHttpContent(buffer(text));
    }

    static ByteBuf buffer(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    static HttpResponse head(int status, int length) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
        head.headers().set("Content-Length", length);
        return head;
    }

    static HttpResponse undecodable(Throwable cause) {
        HttpResponse head = head(200, 0);
        head.setDecoderResult(DecoderResult.failure(cause));
        return head;
    }

    long inFlight() {
        return balancers.of("default").tracker().inFlight();
    }

    void pass(long nanos) {
        now += nanos;
        deadlines.expire();
    }
}
