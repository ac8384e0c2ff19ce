package dev.equipoise.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
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
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The state machine, without a socket: what can go wrong in which state, and what comes of it. */
class ExchangeTest {

    private static final long TRY = Duration.ofSeconds(2).toNanos();
    private static final long IDLE = Duration.ofSeconds(5).toNanos();

    private long now = 1_000_000_000L;
    private int retries;
    /** Whether errors of workers are a reason to try another one. */
    private boolean errors;

    private final List<String> outcomes = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final FakeLinks links = new FakeLinks();
    private final FakeClient client = new FakeClient();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Deadlines deadlines = new Deadlines(channel.eventLoop(), () -> now, Deadlines.RESOLUTION_MILLIS);
    private final Deadlines soon = new Deadlines(channel.eventLoop(), () -> now, Deadlines.SOON_MILLIS);
    private final Forwarder.LoopShare loop = new Forwarder.LoopShare(deadlines, soon, links);
    private final ServiceBalancers balancers = new ServiceBalancers(name -> new ServiceBalancer(
            "round-robin",
            new PeakEwmaLoadTracker(() -> now),
            () -> new Random(1),
            HashOn.parse("path", "p"),
            ServiceGuards.NONE));
    private final Forwarder forwarder = new Forwarder(
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

    private Exchange exchange;
    private final HttpHeaders requestHeaders = new DefaultHttpHeaders();

    private void fleet(int size) {
        List<Worker> workers = new ArrayList<>();
        for (int i = 1; i <= size; i++) {
            workers.add(
                    Worker.of("w" + i, URI.create("http://10.0.0." + i + ":80")).withSequence(i));
        }
        balancers.accept(Fleet.of(1, workers));
    }

    private Exchange start(HttpMethod method, boolean hasBody) {
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

    private static HttpContent part(String text) {
        return new DefaultHttpContent(buffer(text));
    }

    private static HttpContent lastPart(String text) {
        return new DefaultLastHttpContent(buffer(text));
    }

    private static ByteBuf buffer(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    private static HttpResponse head(int status, int length) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
        head.headers().set("Content-Length", length);
        return head;
    }

    private static HttpResponse undecodable(Throwable cause) {
        HttpResponse head = head(200, 0);
        head.setDecoderResult(DecoderResult.failure(cause));
        return head;
    }

    private long inFlight() {
        return balancers.of("default").tracker().inFlight();
    }

    private void pass(long nanos) {
        now += nanos;
        deadlines.expire();
    }

    @Test
    void aRequestAndItsAnswerPassAndTheConnectionIsKept() {
        fleet(1);
        start(HttpMethod.GET, false);
        FakeLinks.Lease link = links.last().open();
        assertThat(link.sent).containsExactly("GET /x?y host 10.0.0.1:80", "end");
        link.user.received(head(200, 5));
        link.user.received(part("he"));
        link.user.receivedAll();
        link.user.received(lastPart("llo"));

        assertThat(client.heard).containsExactly("head 200", "he", "llo", "end", "answered");
        assertThat(link.released).isTrue();
        assertThat(outcomes).containsExactly("w1 SUCCEEDED");
        assertThat(inFlight()).isZero();
        assertThat(exchange.state()).isEqualTo(Exchange.State.DONE);
    }

    @Test
    void withoutAWorkerThereIsNoAnswer() {
        fleet(0);
        start(HttpMethod.GET, false);
        assertThat(client.heard).containsExactly("NO_WORKER");
        assertThat(links.leases).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"GET, false", "POST, false", "POST, true"})
    void whatFoundNoConnectionGoesElsewhereWhateverItIs(String method, boolean hasBody) {
        fleet(2);
        start(HttpMethod.valueOf(method), hasBody);
        if (hasBody) {
            exchange.part(part("early"));
        }
        links.last().user.refused(new ConnectException("no"));
        FakeLinks.Lease second = links.last().open();

        assertThat(links.leases).hasSize(2);
        assertThat(second.worker.id()).isEqualTo("w2");
        assertThat(second.sent.get(0)).isEqualTo(method + " /x?y host 10.0.0.2:80");
        assertThat(second.sent.get(1)).isEqualTo(hasBody ? "early" : "end");
        assertThat(outcomes).containsExactly("w1 REFUSED");
        assertThat(balancers.refused()).extracting(Worker::id).containsExactly("w1");
        assertThat(retries).isEqualTo(1);
    }

    @Test
    void whenAllRefuseTheClientHearsItAndNobodyIsAskedTwice() {
        fleet(2);
        start(HttpMethod.GET, false);
        links.last().user.refused(new ConnectException("no"));
        links.last().user.refused(new ConnectException("no"));
        assertThat(client.heard).containsExactly("NONE_ACCEPTS");
        assertThat(links.leases).extracting(lease -> lease.worker.id()).containsExactly("w1", "w2");
        assertThat(inFlight()).isZero();
    }

    @Test
    void whenTheOnlyWorkerRefusesTheClientHearsThat() {
        fleet(1);
        start(HttpMethod.GET, false);
        links.last().user.refused(new ConnectException("no"));
        assertThat(client.heard).containsExactly("NONE_ACCEPTS");
    }

    @Test
    void whereAllConnectionsAreTakenItGoesElsewhereOrHearsSo() {
        fleet(2);
        start(HttpMethod.POST, true);
        links.last().user.busy();
        links.last().user.busy();
        assertThat(client.heard).containsExactly("ALL_BUSY");
        assertThat(outcomes).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"GET, 2", "HEAD, 2", "PUT, 2", "DELETE, 2", "OPTIONS, 2", "POST, 1", "PATCH, 1"})
    void whatBreaksBeforeTheAnswerIsRepeatedOnlyIfItsMethodAllowsIt(String method, int tries) {
        fleet(3);
        start(HttpMethod.valueOf(method), false);
        links.last().open().user.broken(new IOException("reset"));
        assertThat(links.leases).hasSize(tries);
        assertThat(outcomes).containsExactly("w1 FAILED");
        if (tries == 1) {
            assertThat(client.heard).containsExactly("BROKEN");
        } else {
            assertThat(client.heard).isEmpty();
        }
    }

    @Test
    void aBodyThatHasBegunToLeaveIsNeverSentTwiceHoweverIdempotent() {
        fleet(2);
        start(HttpMethod.PUT, true);
        FakeLinks.Lease link = links.last().open();
        exchange.part(part("a"));
        link.user.broken(new IOException("reset"));
        assertThat(links.leases).hasSize(1);
        assertThat(client.heard).containsExactly("BROKEN");
    }

    @Test
    void aBodyThatHasNotBegunMayFollowItsHeadElsewhere() {
        fleet(2);
        start(HttpMethod.PUT, true);
        links.last().open().user.broken(new IOException("reset"));
        exchange.part(lastPart("a"));
        assertThat(links.last().open().sent).containsExactly("PUT /x?y host 10.0.0.2:80", "a", "end");
    }

    @Test
    void aConnectionThatLayIdleAndBreaksCostsNoTryAndSaysNothingOfTheWorker() {
        fleet(3);
        start(HttpMethod.GET, false);
        links.last().openAfter(Link.Past.IDLE).user.broken(new IOException("reset"));
        assertThat(outcomes).isEmpty();
        links.last().open().user.broken(new IOException("reset"));
        assertThat(outcomes).containsExactly("w2 FAILED");
        assertThat(links.leases).as("one more try than without the stale one").hasSize(3);
        links.last().openAfter(Link.Past.IDLE).user.broken(new IOException("reset"));
        assertThat(client.heard).containsExactly("BROKEN");
        assertThat(inFlight()).isZero();
    }

    /** Servers close what lies idle, but not what was in use a moment ago. */
    @Test
    void aConnectionThatWasInUseAndBreaksCostsNoTryAndIsAFailureOfTheWorker() {
        fleet(1);
        start(HttpMethod.GET, false);
        links.last().openAfter(Link.Past.IN_USE).user.broken(new IOException("reset"));
        assertThat(outcomes).containsExactly("w1 FAILED");
        assertThat(links.last().fresh).isTrue();
        links.last().open().user.received(head(200, 0));
        assertThat(client.heard).startsWith("head 200");
    }

    @Test
    void theOnlyWorkerHasItAgainOverANewConnection() {
        fleet(1);
        start(HttpMethod.GET, false);
        assertThat(links.last().fresh).isFalse();
        links.last().openAfter(Link.Past.IDLE).user.broken(new IOException("reset"));
        assertThat(links.leases).hasSize(2);
        assertThat(links.last().fresh).isTrue();
        assertThat(links.last().worker).isEqualTo(links.leases.get(0).worker);
        links.last().open().user.received(head(200, 0));
        assertThat(client.heard).startsWith("head 200");
    }

    @Test
    void aPostIsNotRepeatedOverAStaleConnection() {
        fleet(3);
        start(HttpMethod.POST, false);
        links.last().openAfter(Link.Past.IDLE).user.broken(new IOException("reset"));
        assertThat(client.heard).containsExactly("BROKEN");
        assertThat(links.leases).hasSize(1);
        assertThat(outcomes).containsExactly("w1 FAILED");
    }

    @Test
    void anAnswerThatIsNoneIsAFaultOfTheFramingAndMayBeAskedForElsewhere() {
        fleet(2);
        start(HttpMethod.GET, false);
        FakeLinks.Lease link = links.last().open();
        link.user.received(undecodable(new IllegalArgumentException("bad")));
        assertThat(link.closed).isTrue();
        assertThat(outcomes).containsExactly("w1 FRAMING");
        FakeLinks.Lease second = links.last().open();
        second.user.received(undecodable(new IllegalArgumentException("bad")));
        assertThat(client.heard).containsExactly("FRAMING");
    }

    @Test
    void aHeadThatIsTooLongIsNeitherRepeatedNorTheWorkersFraming() {
        fleet(2);
        start(HttpMethod.GET, false);
        links.last().open().user.received(undecodable(new TooLongFrameException("long")));
        assertThat(client.heard).containsExactly("UNUSABLE");
        assertThat(outcomes).isEmpty();
        assertThat(inFlight()).isZero();
    }

    @Test
    void aConnectionThatEndsInTheHeadBrokeAndDidNotBreakTheFraming() {
        fleet(2);
        start(HttpMethod.POST, false);
        links.last().open().user.received(undecodable(new PrematureChannelClosureException("end")));
        assertThat(client.heard).containsExactly("BROKEN");
        assertThat(outcomes).containsExactly("w1 FAILED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "chunked, chunked", "identity", "xchunked"})
    void aTransferCodingNobodyAskedForIsAFaultOfTheFraming(String coding) {
        fleet(1);
        start(HttpMethod.POST, false);
        HttpResponse head = head(200, 3);
        head.headers().set("Transfer-Encoding", coding);
        links.last().open().user.received(head);
        assertThat(client.heard).containsExactly("FRAMING");
    }

    @Test
    void whoDoesNotAnswerInTimeLosesWhatMayBeRepeated() {
        fleet(2);
        start(HttpMethod.GET, false);
        FakeLinks.Lease link = links.last().open();
        pass(TRY);
        assertThat(link.closed).isTrue();
        assertThat(outcomes).containsExactly("w1 FAILED");
        assertThat(links.leases).hasSize(2);
        FakeLinks.Lease second = links.last().open();
        second.user.received(head(200, 0));
        assertThat(client.heard).startsWith("head 200");
    }

    @Test
    void whatMayNotBeRepeatedHasNoAnswerInTime() {
        fleet(2);
        start(HttpMethod.POST, false);
        FakeLinks.Lease link = links.last().open();
        pass(TRY - 1);
        assertThat(client.heard).isEmpty();
        pass(1);
        assertThat(client.heard).containsExactly("LATE");
        assertThat(link.closed).isTrue();
        assertThat(outcomes).containsExactly("w1 FAILED");
        assertThat(links.leases).hasSize(1);
        assertThat(inFlight()).isZero();
    }

    @Test
    void allTriesTogetherHaveATimeToo() {
        fleet(2);
        start(HttpMethod.GET, false);
        FakeLinks.Lease first = links.last().open();
        pass(TRY - 1);
        first.user.broken(new IOException("reset"));
        links.last().open();
        pass(Duration.ofSeconds(1).toNanos());
        assertThat(client.heard).as("3 s in all, not another 2 s").isEmpty();
        pass(1);
        assertThat(client.heard).containsExactly("LATE");
    }

    @Test
    void theTimeOfATryBeginsWhenTheWholeRequestIsThere() {
        fleet(1);
        start(HttpMethod.POST, true);
        FakeLinks.Lease link = links.last().open();
        pass(TRY);
        exchange.part(part("a"));
        pass(TRY);
        exchange.part(lastPart("b"));
        pass(TRY - 1);
        link.user.received(head(200, 0));
        link.user.received(LastHttpContent.EMPTY_LAST_CONTENT);
        assertThat(client.heard).containsExactly("head 200", "end", "answered");
    }

    @Test
    void aClientThatStopsSendingIsAtFaultAndNotTheWorker() {
        fleet(1);
        start(HttpMethod.POST, true);
        FakeLinks.Lease link = links.last().open();
        exchange.part(part("a"));
        pass(IDLE);
        assertThat(client.heard).containsExactly("CLIENT_STALLED");
        assertThat(link.closed).isTrue();
        assertThat(outcomes).isEmpty();
        assertThat(inFlight()).isZero();
    }

    @Test
    void aWorkerThatStopsReadingIsAtFault() {
        fleet(1);
        start(HttpMethod.POST, true);
        FakeLinks.Lease link = links.last().open();
        exchange.part(part("a"));
        link.writable = false;
        pass(IDLE);
        assertThat(client.heard).containsExactly("LATE");
        assertThat(outcomes).containsExactly("w1 FAILED");
    }

    @ParameterizedTest
    @CsvSource({"500, FAILED", "503, FAILED", "429, FAILED", "501, SUCCEEDED", "505, SUCCEEDED", "404, SUCCEEDED"})
    void aWorkersOwnErrorPassesAndIsToldAsWhatItIs(int status, String outcome) {
        fleet(2);
        start(HttpMethod.GET, false);
        FakeLinks.Lease link = links.last().open();
        link.user.received(head(status, 0));
        link.user.received(LastHttpContent.EMPTY_LAST_CONTENT);
        assertThat(client.heard).containsExactly("head " + status, "end", "answered");
        assertThat(outcomes).containsExactly("w1 " + outcome);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void anotherWorkerIsAskedInsteadOfTheOneThatAnswersByAnError(int status) {
        errors = true;
        fleet(2);
        start(HttpMethod.GET, false);
        FakeLinks.Lease first = links.last().open();
        first.user.received(head(status, 4));
        assertThat(links.leases).hasSize(2);
        assertThat(retries).isOne();
        FakeLinks.Lease second = links.last().open();
        second.user.received(head(200, 0));
        second.user.received(LastHttpContent.EMPTY_LAST_CONTENT);
        assertThat(client.heard).containsExactly("head 200", "end", "answered");
        assertThat(outcomes).containsExactly("w1 FAILED", "w2 SUCCEEDED");
        assertThat(inFlight()).isZero();
    }

    @Test
    void theErrorOfTheLastTryPasses() {
        errors = true;
        fleet(3);
        start(HttpMethod.GET, false);
        links.last().open().user.received(head(500, 0));
        FakeLinks.Lease second = links.last().open();
        second.user.received(head(503, 0));
        second.user.received(LastHttpContent.EMPTY_LAST_CONTENT);
        assertThat(client.heard).containsExactly("head 503", "end", "answered");
        assertThat(outcomes).containsExactly("w1 FAILED", "w2 FAILED");
    }

    @Test
    void theErrorOfTheOnlyWorkerPasses() {
        errors = true;
        fleet(1);
        start(HttpMethod.GET, false);
        FakeLinks.Lease only = links.last().open();
        only.user.received(head(500, 0));
        only.user.received(LastHttpContent.EMPTY_LAST_CONTENT);
        assertThat(client.heard).containsExactly("head 500", "end", "answered");
        assertThat(outcomes).containsExactly("w1 FAILED");
    }

    @Test
    void errorsThatNobodyElseCanMendTakeNothingOfTheBudget() {
        errors = true;
        fleet(1);
        for (int i = 0; i < 200; i++) {
            start(HttpMethod.GET, false);
            FakeLinks.Lease only = links.last().open();
            only.user.received(head(500, 0));
            only.user.received(LastHttpContent.EMPTY_LAST_CONTENT);
        }
        fleet(2);
        int before = links.leases.size();
        start(HttpMethod.GET, false);
        links.last().open().user.broken(new IOException("reset"));
        assertThat(links.leases).hasSize(before + 2);
    }

    @Test
    void anErrorThatAnswersAChangePasses() {
        errors = true;
        fleet(2);
        requestHeaders.set("Idempotency-Key", "k");
        start(HttpMethod.POST, false);
        FakeLinks.Lease only = links.last().open();
        only.user.received(head(500, 0));
        only.user.received(LastHttpContent.EMPTY_LAST_CONTENT);
        assertThat(client.heard).containsExactly("head 500", "end", "answered");
        assertThat(links.leases).hasSize(1);
    }

    @Test
    void aPostWithAnIdempotencyKeyIsTriedAgainWhereAnotherIsNot() {
        fleet(2);
        requestHeaders.set("Idempotency-Key", "k");
        start(HttpMethod.POST, false);
        links.last().open().user.broken(new IOException("reset"));
        assertThat(links.leases).hasSize(2);
        requestHeaders.clear();
        start(HttpMethod.POST, false);
        links.last().open().user.broken(new IOException("reset"));
        assertThat(links.leases).hasSize(3);
    }

    @Test
    void anAnswerThatBreaksInItsMiddleIsBrokenOffAndNeverRepeated() {
        fleet(2);
        start(HttpMethod.GET, false);
        FakeLinks.Lease link = links.last().open();
        link.user.received(head(200, 5));
        link.user.received(part("he"));
        link.user.broken(new IOException("reset"));
        assertThat(client.heard).containsExactly("head 200", "he", "broken off");
        assertThat(outcomes).containsExactly("w1 FAILED");
        assertThat(links.leases).hasSize(1);
        assertThat(inFlight()).isZero();
    }

    @Test
    void chunksThatAreNoneBreakTheAnswerOff() {
        fleet(2);
        start(HttpMethod.GET, false);
        FakeLinks.Lease link = links.last().open();
        link.user.received(head(200, 5));
        HttpContent broken = lastPart("");
        broken.setDecoderResult(DecoderResult.failure(new NumberFormatException("zz")));
        link.user.received(broken);
        assertThat(client.heard).containsExactly("head 200", "broken off");
        assertThat(link.closed).isTrue();
        assertThat(outcomes).containsExactly("w1 FRAMING");
    }

    @Test
    void anAnswerThatStallsIsBrokenOff() {
        fleet(1);
        start(HttpMethod.GET, false);
        FakeLinks.Lease link = links.last().open();
        link.user.received(head(200, 5));
        pass(IDLE - 1);
        link.user.received(part("h"));
        pass(IDLE - 1);
        assertThat(client.heard).containsExactly("head 200", "h");
        pass(1);
        assertThat(client.heard).containsExactly("head 200", "h", "broken off");
        assertThat(outcomes).containsExactly("w1 FAILED");
    }

    @Test
    void aClientThatStopsReadingIsLeftWithoutBlameForTheWorker() {
        fleet(1);
        start(HttpMethod.GET, false);
        FakeLinks.Lease link = links.last().open();
        link.user.received(head(200, 5));
        client.writable = false;
        pass(IDLE);
        assertThat(client.heard).containsExactly("head 200", "broken off");
        assertThat(outcomes).isEmpty();
        assertThat(link.closed).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"connecting", "waiting", "answering"})
    void aClientThatGoesAwayEndsEverythingAtOnceAndSaysNothingOfTheWorker(String state) {
        fleet(1);
        start(HttpMethod.GET, false);
        FakeLinks.Lease link = links.last();
        if (!state.equals("connecting")) {
            link.open();
        }
        if (state.equals("answering")) {
            link.user.received(head(200, 5));
        }
        exchange.clientGone();
        exchange.clientGone();
        assertThat(inFlight()).isZero();
        assertThat(outcomes).isEmpty();
        if (state.equals("connecting")) {
            link.open();
            assertThat(link.released).as("nothing was sent over it").isTrue();
            assertThat(link.sent).isEmpty();
        } else {
            assertThat(link.closed).isTrue();
        }
        pass(IDLE);
        assertThat(client.heard).doesNotContain("LATE", "broken off", "answered");
    }

    @Test
    void whatComesAheadOfTheAnswerPassesInOrder() {
        fleet(1);
        start(HttpMethod.GET, false);
        FakeLinks.Lease link = links.last().open();
        for (int status : new int[] {100, 103}) {
            link.user.received(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status)));
            link.user.received(LastHttpContent.EMPTY_LAST_CONTENT);
        }
        link.user.received(head(204, 0));
        link.user.received(LastHttpContent.EMPTY_LAST_CONTENT);
        assertThat(client.heard)
                .containsExactly("informational 100", "informational 103", "head 204", "end", "answered");
    }

    @Test
    void aSwitchNobodyAskedForIsAFaultOfTheFraming() {
        fleet(1);
        start(HttpMethod.POST, false);
        links.last().open().user.received(head(101, 0));
        assertThat(client.heard).containsExactly("FRAMING");
    }

    @Test
    void bothSpeakAnotherProtocolOnceTheWorkerAgrees() {
        fleet(1);
        DefaultHttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/chat");
        exchange = new Exchange(
                forwarder,
                loop,
                new Order(forwarder.service("default"), head, PickRequest.ANY, Order.Body.NONE, true, false),
                client);
        exchange.start();
        FakeLinks.Lease link = links.last().open();
        link.user.received(head(101, 0));
        link.user.received(LastHttpContent.EMPTY_LAST_CONTENT);
        assertThat(client.heard).containsExactly("switched");
        assertThat(inFlight()).as("in flight as long as the tunnel is").isEqualTo(1);
        pass(IDLE * 10);
        exchange.tunnelClosed();
        assertThat(inFlight()).isZero();
        assertThat(outcomes).containsExactly("w1 SUCCEEDED");
    }

    @Test
    void theClientIsReadOnlyWhileTheWorkerTakesMore() {
        fleet(1);
        start(HttpMethod.POST, true);
        FakeLinks.Lease link = links.last();
        assertThat(client.demands).as("before there is a connection").isZero();
        link.open();
        assertThat(client.demands).isEqualTo(1);
        link.writable = false;
        exchange.part(part("a"));
        exchange.partsEnd();
        assertThat(client.demands).isEqualTo(1);
        link.writable = true;
        link.user.linkWritable();
        assertThat(client.demands).isEqualTo(2);
        exchange.part(lastPart("b"));
        exchange.partsEnd();
        assertThat(client.demands).as("there is no more to come").isEqualTo(2);
    }

    @Test
    void theWorkerIsReadOnlyWhileTheClientTakesMore() {
        fleet(1);
        start(HttpMethod.GET, false);
        FakeLinks.Lease link = links.last().open();
        link.user.received(head(200, 5));
        client.writable = false;
        int before = link.reads;
        link.user.receivedAll();
        assertThat(link.reads).isEqualTo(before);
        client.writable = true;
        exchange.clientWritable();
        assertThat(link.reads).isEqualTo(before + 1);
    }

    @Test
    void anAnswerBeforeTheEndOfTheRequestLeavesNoConnectionBehind() {
        fleet(1);
        start(HttpMethod.POST, true);
        FakeLinks.Lease link = links.last().open();
        exchange.part(part("a"));
        link.user.received(head(413, 0));
        assertThat(exchange.isRequestComplete()).isFalse();
        link.user.received(LastHttpContent.EMPTY_LAST_CONTENT);
        assertThat(link.closed).isTrue();
        assertThat(link.released).isFalse();
        HttpContent late = part("b");
        exchange.part(late);
        assertThat(late.refCnt()).as("what comes too late is released").isZero();
    }

    @Test
    void anAnswerThatEndsWithItsConnectionIsNotKept() {
        fleet(1);
        start(HttpMethod.GET, false);
        FakeLinks.Lease link = links.last().open();
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        link.user.received(head);
        link.user.received(lastPart("all"));
        assertThat(head.headers().get("transfer-encoding")).isEqualTo("chunked");
        assertThat(link.closed).isTrue();
        assertThat(client.heard).containsExactly("head 200", "all", "end", "answered");
    }

    @Test
    void aSecondAnswerIsOneTooMany() {
        fleet(1);
        start(HttpMethod.GET, false);
        FakeLinks.Lease link = links.last().open();
        link.user.received(head(200, 5));
        link.user.received(head(200, 5));
        assertThat(client.heard).containsExactly("head 200", "broken off");
        assertThat(outcomes).containsExactly("w1 FRAMING");
    }

    @Test
    void repeatsEndWithTheirBudget() {
        fleet(2);
        int repeated = 0;
        for (int i = 0; i < 200; i++) {
            int before = links.leases.size();
            start(HttpMethod.GET, false);
            links.last().open().user.broken(new IOException("reset"));
            if (links.leases.size() == before + 2) {
                repeated++;
                exchange.clientGone();
            }
        }
        assertThat(repeated).as("100 in ten seconds and a fifth of 200").isBetween(100, 140);
    }

    @Test
    void partsHeldForAConnectionAreReleasedWithTheClient() {
        fleet(1);
        start(HttpMethod.POST, true);
        HttpContent early = part("early");
        exchange.part(early);
        exchange.clientGone();
        assertThat(early.refCnt()).isZero();
        assertThat(refused).isEmpty();
    }
}
