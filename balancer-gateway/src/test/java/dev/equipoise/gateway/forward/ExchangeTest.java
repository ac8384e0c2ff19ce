package dev.equipoise.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a request and its answer pass. */
class ExchangeTest extends ExchangeFixture {

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
    void bothSpeakAnotherProtocolOnceTheWorkerAgrees() {
        fleet(1);
        DefaultHttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/chat");
        start(head, Order.Body.NONE, true);
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
    void partsHeldForAConnectionAreReleasedWithTheClient() {
        fleet(1);
        start(HttpMethod.POST, true);
        HttpContent early = part("early");
        exchange.part(early);
        exchange.clientGone();
        assertThat(early.refCnt()).isZero();
        assertThat(outcomes).isEmpty();
        assertThat(rig.balancers.refused()).isEmpty();
    }
}
