package dev.equipoise.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.guard.WorkerLimit;
import dev.equipoise.gateway.forward.ExchangeRig.Sent;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What stands in front of a service as a whole, and who has its requests meanwhile. */
class GatesTest {

    private static final GateSettings.Breaker BREAKER =
            new GateSettings.Breaker(0.5, 1, null, Duration.ofSeconds(60), 10, Duration.ofMinutes(10), 2);

    private final ExchangeRig rig = new ExchangeRig(ExchangeRig.PLAIN, WorkerLimit.NONE);

    private static ServiceSettings settings(GateSettings gates, @Nullable String fallback) {
        ServiceSettings plain = ExchangeRig.PLAIN;
        return new ServiceSettings(
                plain.times(),
                new ServiceSettings.Repeats(0, 0, 0, false),
                plain.waiting(),
                0,
                null,
                gates,
                fallback,
                null);
    }

    private void configure(GateSettings gates, @Nullable String fallback) {
        rig.settings.put("default", settings(gates, fallback));
    }

    private CircuitBreaker breaker() {
        return Objects.requireNonNull(rig.forwarder.service("default").gates().breaker());
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            rig.get();
            rig.links.last().open().user.broken(new IOException("reset"));
        }
    }

    @Test
    void aBreakerOpensOnFailuresAndSaysWhenToComeAgain() {
        configure(new GateSettings(BREAKER, 0, null), null);
        rig.fleet(3);
        fail(10);
        Sent refused = rig.get();
        assertThat(refused.heard()).containsExactly("BREAKER_OPEN");
        assertThat(refused.client().retryAfter).isEqualTo(600);
        assertThat(rig.links.leases).hasSize(10);
        rig.pass(Duration.ofMinutes(9));
        assertThat(rig.get().client().retryAfter).isEqualTo(60);
    }

    @Test
    void errorsOfWorkersOpenItAndTheirAnswersPassUntilThen() {
        configure(new GateSettings(BREAKER, 0, null), null);
        rig.fleet(3);
        for (int i = 0; i < 10; i++) {
            Sent sent = rig.get();
            rig.answer(rig.links.last().open(), 503);
            assertThat(sent.heard()).startsWith("head 503");
        }
        assertThat(rig.get().heard()).containsExactly("BREAKER_OPEN");
    }

    @Test
    void successesKeepItClosedAndClientsThatGoAwaySayNothing() {
        configure(new GateSettings(BREAKER, 0, null), null);
        rig.fleet(3);
        for (int i = 0; i < 12; i++) {
            rig.get();
            rig.answer(rig.links.last().open(), 200);
            rig.get().exchange().clientGone();
            fail(i % 2);
        }
        assertThat(breaker().getState()).isEqualTo(CircuitBreaker.State.CLOSED);
        assertThat(breaker().getMetrics().getNumberOfBufferedCalls()).isEqualTo(18);
    }

    @Test
    void noMoreAtOnceThanTheBulkheadHolds() {
        configure(new GateSettings(null, 2, null), null);
        rig.fleet(3);
        Sent first = rig.get();
        rig.get();
        assertThat(rig.get().heard()).containsExactly("TOO_MANY_AT_ONCE");
        first.exchange().clientGone();
        Sent third = rig.get();
        assertThat(third.heard()).isEmpty();
        rig.answer(rig.links.last().open(), 200);
        assertThat(rig.get().heard()).isEmpty();
        assertThat(rig.get().heard()).containsExactly("TOO_MANY_AT_ONCE");
    }

    @Test
    void noMoreInATimeThanTheRateAllows() {
        configure(new GateSettings(null, 5, new GateSettings.Rate(3, Duration.ofHours(1))), null);
        rig.fleet(3);
        for (int i = 0; i < 3; i++) {
            rig.get();
            rig.answer(rig.links.last().open(), 200);
        }
        for (int i = 0; i < 10; i++) {
            Sent refused = rig.get();
            assertThat(refused.heard()).containsExactly("RATE_LIMITED");
            assertThat(refused.client().retryAfter).isEqualTo(3600);
        }
    }

    @Test
    void gatesThatStayAsTheyAreRememberAndOthersBeginAnew() {
        configure(new GateSettings(BREAKER, 0, null), null);
        rig.fleet(3);
        fail(10);
        rig.settings.put(
                "default",
                new ServiceSettings(
                        new ServiceSettings.Times(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1)),
                        new ServiceSettings.Repeats(0, 0, 0, false),
                        ServiceSettings.Waiting.NONE,
                        0,
                        null,
                        new GateSettings(BREAKER, 0, null),
                        null,
                        null));
        rig.forwarder.settingsChanged();
        assertThat(rig.get().heard()).containsExactly("BREAKER_OPEN");
        configure(GateSettings.OPEN, null);
        rig.forwarder.settingsChanged();
        assertThat(rig.get().heard()).isEmpty();
    }

    @Test
    void whoIsUnderWayGoesOnByTheSettingsItBeganWith() {
        rig.fleet(2);
        Sent sent = rig.get();
        FakeLinks.Lease first = rig.links.last().open();
        configure(GateSettings.OPEN, null);
        rig.forwarder.settingsChanged();
        first.user.broken(new IOException("reset"));
        assertThat(rig.links.leases).as("one retry, as it was when it began").hasSize(2);
        rig.answer(rig.links.last().open(), 200);
        assertThat(sent.heard()).endsWith("answered");
        fail(1);
        assertThat(rig.links.leases).as("none now").hasSize(3);
    }

    @Test
    void withoutAWorkerTheFallbackHasIt() {
        configure(GateSettings.OPEN, "spare");
        rig.fleet(1, "spare", 0);
        Sent sent = rig.get();
        rig.answer(rig.links.last().open(), 200);
        assertThat(sent.heard()).endsWith("answered");
        assertThat(sent.exchange().service().name()).isEqualTo("spare");
        assertThat(rig.noted).containsExactly("fell back");
    }

    @Test
    void whileTheBreakerIsOpenTheFallbackHasItWithItsBody() {
        configure(new GateSettings(BREAKER, 0, null), "spare");
        rig.fleet(3);
        fail(10);
        rig.fleet(1, "spare", 0);
        Sent sent = rig.send(HttpMethod.POST, "default", true);
        HttpContent body = LastHttpContent.EMPTY_LAST_CONTENT;
        rig.links.last().open();
        sent.exchange().part(body);
        assertThat(rig.links.last().sent).containsExactly("POST /x?y host 10.0.0.1:80", "end");
        rig.answer(rig.links.last(), 200);
        assertThat(sent.heard()).endsWith("answered");
    }

    @Test
    void whereNobodyAcceptsTheFallbackHasIt() {
        configure(GateSettings.OPEN, "spare");
        rig.fleet(1);
        Sent sent = rig.get();
        FakeLinks.Lease refusing = rig.links.last();
        rig.fleet(1, "spare", 0);
        refusing.user.refused(new ConnectException("no"));
        assertThat(rig.links.leases).hasSize(2);
        rig.answer(rig.links.last().open(), 200);
        assertThat(sent.heard()).endsWith("answered");
    }

    @Test
    void whatMayHaveBeenActedUponStaysWhereItWas() {
        configure(GateSettings.OPEN, "spare");
        rig.fleet(1);
        Sent sent = rig.get();
        rig.links.last().open().user.broken(new IOException("reset"));
        assertThat(sent.heard()).containsExactly("BROKEN");
        assertThat(rig.noted).isEmpty();
    }

    @Test
    void aFallbackMayHaveOneOfItsOwnAndTheLastOneSaysNo() {
        configure(GateSettings.OPEN, "spare");
        rig.settings.put("spare", settings(GateSettings.OPEN, "last"));
        rig.fleet(0);
        assertThat(rig.get().heard()).containsExactly("NO_WORKER");
        assertThat(rig.noted).containsExactly("fell back", "fell back");
    }
}
