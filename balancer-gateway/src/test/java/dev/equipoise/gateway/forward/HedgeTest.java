package dev.equipoise.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.guard.WorkerLimit;
import dev.equipoise.gateway.forward.ExchangeRig.Sent;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A second worker for a request whose first one takes long. */
class HedgeTest {

    private static final Duration AFTER = Duration.ofMillis(100);

    private final ExchangeRig rig = rig(new ServiceSettings.Hedging(AFTER, 0, 0.05));

    private static ExchangeRig rig(ServiceSettings.Hedging hedging) {
        ServiceSettings plain = ExchangeRig.PLAIN;
        return new ExchangeRig(
                new ServiceSettings(
                        plain.times(), plain.repeats(), plain.waiting(), 0, hedging, GateSettings.OPEN, null, null),
                WorkerLimit.NONE);
    }

    private FakeLinks.Lease lease(int index) {
        return rig.links.leases.get(index);
    }

    @Test
    void whoAnswersInTimeIsNotHedged() {
        rig.fleet(2);
        Sent sent = rig.get();
        lease(0).open();
        rig.pass(AFTER.minusNanos(1));
        rig.answer(lease(0), 200);
        rig.pass(AFTER);
        assertThat(rig.links.leases).hasSize(1);
        assertThat(sent.heard()).endsWith("answered");
    }

    @Test
    void theSecondWorkerWinsAndTheFirstOneIsLeft() {
        rig.fleet(2);
        Sent sent = rig.get();
        lease(0).open();
        rig.pass(AFTER);
        assertThat(rig.links.leases).extracting(lease -> lease.worker.id()).containsExactly("w1", "w2");
        assertThat(sent.heard()).isEmpty();
        assertThat(lease(0).closed).isFalse();
        assertThat(lease(1).open().sent).containsExactly("GET /x?y host 10.0.0.2:80", "end");

        rig.answer(lease(1), 200);
        assertThat(sent.heard()).containsExactly("head 200", "end", "answered");
        assertThat(sent.exchange().worker()).isEqualTo(lease(1).worker);
        assertThat(sent.exchange().tries()).isEqualTo(2);
        assertThat(lease(0).closed).isTrue();
        assertThat(lease(1).released).isTrue();
        assertThat(rig.noted).containsExactly("hedged", "hedge won");
        assertThat(rig.outcomes).as("being slow is no failure").containsExactly("w2 SUCCEEDED");
        assertThat(rig.inFlight()).isZero();
    }

    @Test
    void theFirstWorkerMayStillWin() {
        rig.fleet(2);
        Sent sent = rig.get();
        lease(0).open();
        rig.pass(AFTER);
        lease(1).open();
        rig.answer(lease(0), 200);
        assertThat(sent.heard()).endsWith("answered");
        assertThat(lease(1).closed).isTrue();
        assertThat(rig.noted).containsExactly("hedged");
        assertThat(rig.inFlight()).isZero();
    }

    @Test
    void aConnectionThatComesAboutTooLateIsGivenBackUnused() {
        rig.fleet(2);
        rig.get();
        rig.pass(AFTER);
        rig.answer(lease(1).open(), 200);
        lease(0).open();
        assertThat(lease(0).released).isTrue();
        assertThat(lease(0).sent).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"GET, 2", "HEAD, 2", "OPTIONS, 2", "PUT, 1", "DELETE, 1", "POST, 1", "PATCH, 1"})
    void onlyWhatChangesNothingIsSentTwice(String method, int workers) {
        rig.fleet(2);
        rig.send(HttpMethod.valueOf(method), "default", false);
        lease(0).open();
        rig.pass(AFTER);
        assertThat(rig.links.leases).hasSize(workers);
    }

    @Test
    void whatHasABodyIsNotSentTwice() {
        rig.fleet(2);
        rig.send(HttpMethod.GET, "default", true);
        lease(0).open();
        rig.pass(AFTER);
        assertThat(rig.links.leases).hasSize(1);
    }

    @Test
    void theOnlyWorkerIsNeverAskedTwice() {
        rig.fleet(1);
        rig.get();
        lease(0).open();
        rig.pass(AFTER);
        assertThat(rig.links.leases).hasSize(1);
        assertThat(rig.noted).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void ifOneBreaksTheOtherOneGoesOn(int broken) {
        rig.fleet(3);
        Sent sent = rig.get();
        lease(0).open();
        rig.pass(AFTER);
        lease(1).open();
        lease(broken).user.broken(new IOException("reset"));
        assertThat(sent.heard()).isEmpty();
        assertThat(rig.links.leases).as("no third one while the other is out").hasSize(2);
        rig.answer(lease(1 - broken), 200);
        assertThat(sent.heard()).endsWith("answered");
        assertThat(rig.inFlight()).isZero();
    }

    @Test
    void ifBothBreakThereIsOneMoreTryAsWithoutTheSecond() {
        rig.fleet(3);
        Sent sent = rig.get();
        lease(0).open();
        rig.pass(AFTER);
        lease(1).user.refused(new ConnectException("no"));
        lease(0).user.broken(new IOException("reset"));
        assertThat(rig.links.leases).extracting(lease -> lease.worker.id()).containsExactly("w1", "w2", "w3");
        rig.answer(lease(2).open(), 200);
        assertThat(sent.heard()).endsWith("answered");
        assertThat(rig.inFlight()).isZero();
    }

    @Test
    void anAnswerThatTellsOfAFailureDoesNotWin() {
        rig.fleet(2);
        Sent sent = rig.get();
        lease(0).open();
        rig.pass(AFTER);
        rig.answer(lease(1).open(), 500);
        assertThat(sent.heard()).isEmpty();
        assertThat(lease(1).closed).isTrue();
        assertThat(rig.outcomes).containsExactly("w2 FAILED");
        rig.answer(lease(0), 200);
        assertThat(sent.heard()).startsWith("head 200");
    }

    @Test
    void whoGoesAwayLeavesBoth() {
        rig.fleet(2);
        Sent sent = rig.get();
        lease(0).open();
        rig.pass(AFTER);
        lease(1).open();
        sent.exchange().clientGone();
        assertThat(lease(0).closed).isTrue();
        assertThat(lease(1).closed).isTrue();
        assertThat(rig.inFlight()).isZero();
        assertThat(rig.outcomes).isEmpty();
    }

    @Test
    void aWorkerThatHangsIsSoonKnownToFail() {
        rig.fleet(2);
        // As many as the budget bears without requests of before.
        for (int i = 0; i < 10; i++) {
            rig.get();
            FakeLinks.Lease first = rig.links.last().open();
            if (first.worker.id().equals("w2")) {
                rig.answer(first, 200);
            } else {
                rig.pass(AFTER);
                rig.answer(rig.links.last().open(), 200);
            }
        }
        assertThat(rig.balancers.of("default").tracker().of("w1").failuresInARow())
                .isGreaterThanOrEqualTo(5);
        assertThat(rig.balancers.of("default").tracker().of("w2").failures()).isZero();
    }

    @Test
    void soManyAreSentTwiceAsTheBudgetAllows() {
        rig.fleet(2);
        for (int i = 0; i < 400; i++) {
            Sent sent = rig.get();
            rig.links.last().open();
            rig.pass(AFTER.dividedBy(100).plus(AFTER.dividedBy(100).multipliedBy(99)));
            sent.exchange().clientGone();
        }
        long hedged = rig.noted.stream().filter("hedged"::equals).count();
        assertThat(hedged)
                .as("a twentieth of 100 in ten seconds, and one a second, over 40 s")
                .isBetween(50L, 70L);
    }

    @Test
    void theTimeIsWhatAnswersTakeWhereThatIsAsked() {
        ExchangeRig seen = rig(new ServiceSettings.Hedging(Duration.ZERO, 0.95, 0.05));
        seen.fleet(2);
        for (int i = 1; i <= 200; i++) {
            seen.get();
            FakeLinks.Lease lease = seen.links.last().open();
            seen.pass(Duration.ofMillis(i % 100 < 90 ? 10 : 40));
            seen.answer(lease, 200);
        }
        int before = seen.links.leases.size();
        seen.noted.clear();
        seen.pass(Duration.ofSeconds(1));
        seen.get();
        seen.links.last().open();
        seen.pass(Duration.ofMillis(30));
        assertThat(seen.links.leases).hasSize(before + 1);
        seen.pass(Duration.ofMillis(20));
        assertThat(seen.links.leases).as("p95 is 40 ms").hasSize(before + 2);
    }
}
