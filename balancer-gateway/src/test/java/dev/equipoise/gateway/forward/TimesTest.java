package dev.equipoise.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who is waited for how long, and whose fault it is. */
class TimesTest extends ExchangeFixture {

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
}
