package dev.equipoise.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.membership.Worker;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of another worker, or once more, and what is not. */
class RepeatsTest extends ExchangeFixture {

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
        assertThat(rig.balancers.refused()).extracting(Worker::id).containsExactly("w1");
        assertThat(retries()).isEqualTo(1);
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
        errorsAreRepeated();
        fleet(2);
        start(HttpMethod.GET, false);
        FakeLinks.Lease first = links.last().open();
        first.user.received(head(status, 4));
        assertThat(links.leases).hasSize(2);
        assertThat(retries()).isOne();
        FakeLinks.Lease second = links.last().open();
        second.user.received(head(200, 0));
        second.user.received(LastHttpContent.EMPTY_LAST_CONTENT);
        assertThat(client.heard).containsExactly("head 200", "end", "answered");
        assertThat(outcomes).containsExactly("w1 FAILED", "w2 SUCCEEDED");
        assertThat(inFlight()).isZero();
    }

    @Test
    void theErrorOfTheLastTryPasses() {
        errorsAreRepeated();
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
        errorsAreRepeated();
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
        errorsAreRepeated();
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
        errorsAreRepeated();
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
}
