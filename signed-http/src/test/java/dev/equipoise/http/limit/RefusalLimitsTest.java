package dev.equipoise.http.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.core.registration.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalLimitsTest {

    private static final Source ATTACKER = Source.of("203.0.113.7");
    private static final Source OTHER = Source.of("203.0.113.8");

    private Instant now = Instant.parse("2026-06-01T12:00:00Z");
    private final RefusalLimits limits = limits(10_000);

    private RefusalLimits limits(int sources, String... exempt) {
        LimitTerms properties = new LimitTerms(
                10,
                Duration.ofMinutes(1),
                50,
                Duration.ofMinutes(10),
                Duration.ofMinutes(10),
                Duration.ofHours(24),
                Duration.ofSeconds(1),
                sources,
                List.of(exempt));
        return new RefusalLimits(properties, () -> now);
    }

    @Test
    void theEleventhRefusalWithinAMinuteIsLimitedAndTheTenthIsNot() {
        for (int i = 1; i <= 10; i++) {
            assertThat(limits.refused(ATTACKER)).as("refusal %d", i).isNull();
        }

        Limited limited = limits.refused(ATTACKER);

        assertThat(limited).isEqualTo(new Limited(false, Duration.ofMinutes(1), true));
        assertThat(limits.refused(ATTACKER).worse()).isFalse();
        assertThat(limits.refused(OTHER)).isNull();
    }

    @Test
    void aMinuteThatSlidesNotOneThatBegins() {
        for (int i = 0; i < 10; i++) {
            limits.refused(ATTACKER);
            pass(Duration.ofSeconds(5));
        }
        // The first is 50 s old, the last 5 s: ten within the minute.
        assertThat(limits.refused(ATTACKER)).isNotNull();

        pass(Duration.ofSeconds(60).plusMillis(1));
        assertThat(limits.refused(ATTACKER)).as("all of them are over").isNull();
    }

    @Test
    void whoStaysBelowTheThresholdIsNeverLimited() {
        for (int i = 0; i < 40; i++) {
            assertThat(limits.refused(ATTACKER)).as("refusal %d", i).isNull();
            pass(Duration.ofSeconds(15));
        }
    }

    @Test
    void fiftyInTenMinutesBlockTwiceAsLongEachTimeUpToADay() {
        long minutes = 10;
        for (int block = 0; block < 12; block++) {
            Limited last = null;
            for (int i = 0; i < 50; i++) {
                last = limits.refused(ATTACKER);
            }
            assertThat(last).as("block %d", block).isEqualTo(new Limited(true, Duration.ofMinutes(minutes), true));
            pass(Duration.ofMinutes(minutes).minusMillis(1));
            assertThat(limits.refused(ATTACKER).blocked()).isTrue();
            pass(Duration.ofMillis(1));
            minutes = Math.min(2 * minutes, 24 * 60);
        }
        assertThat(minutes).isEqualTo(24 * 60);

        pass(Duration.ofHours(24));
        Limited afterADay = null;
        for (int i = 0; i < 50; i++) {
            afterADay = limits.refused(ATTACKER);
        }
        assertThat(afterADay.retryAfter()).isEqualTo(Duration.ofMinutes(10));
    }

    /** Otherwise a worker with a wrong key behind the same address would keep it blocked for ever. */
    @Test
    void refusalsDuringABlockDoNotLengthenIt() {
        for (int i = 0; i < 50; i++) {
            limits.refused(ATTACKER);
        }
        for (int second = 0; second < 600; second++) {
            assertThat(limits.refused(ATTACKER).blocked()).isTrue();
            pass(Duration.ofSeconds(1));
        }

        assertThat(limits.refused(ATTACKER)).isNull();
    }

    @Test
    void aLimitedSourceHasOneCostlyVerificationASecond() {
        for (int i = 0; i < 10; i++) {
            assertThatCode(() -> limits.spend(ATTACKER)).doesNotThrowAnyException();
            limits.refused(ATTACKER);
        }

        assertThatCode(() -> limits.spend(ATTACKER)).doesNotThrowAnyException();
        assertThatThrownBy(() -> limits.spend(ATTACKER)).isInstanceOf(TooManyRefusalsException.class);
        pass(Duration.ofMillis(999));
        assertThatThrownBy(() -> limits.spend(ATTACKER)).isInstanceOf(TooManyRefusalsException.class);
        pass(Duration.ofMillis(1));
        assertThatCode(() -> limits.spend(ATTACKER)).doesNotThrowAnyException();
        for (int i = 0; i < 100; i++) {
            assertThatCode(() -> limits.spend(OTHER)).doesNotThrowAnyException();
        }
    }

    /** R19: a hundred thousand forged registrations are charged to their address, and to nobody else. */
    @Test
    void aFloodFromOneAddressIsItsOwnMatter() {
        int answered = 0;
        for (int i = 0; i < 100_000; i++) {
            answered += limits.refused(ATTACKER) == null ? 1 : 0;
            pass(Duration.ofNanos(50_000));
        }

        assertThat(answered).isEqualTo(10);
        assertThat(limits.refused(OTHER)).isNull();
    }

    @Test
    void theSourcesRememberedHaveABound() {
        RefusalLimits few = limits(100);
        for (int i = 0; i < 11; i++) {
            few.refused(ATTACKER);
        }
        for (int i = 0; i < 99; i++) {
            few.refused(Source.of("198.51.100." + i));
        }
        assertThat(few.refused(ATTACKER)).isNotNull();

        for (int i = 0; i < 100; i++) {
            few.refused(Source.of("198.51.100." + (100 + i)));
        }
        assertThat(few.refused(ATTACKER)).as("forgotten").isNull();
    }

    @Test
    void exemptNetworksAreNeverLimited() {
        RefusalLimits some = limits(100, "203.0.113.7/32", "2001:db8::/32");
        for (int i = 0; i < 100; i++) {
            assertThat(some.refused(ATTACKER)).isNull();
            assertThat(some.refused(Source.of("2001:db8:1::1"))).isNull();
            some.refused(OTHER);
        }
        assertThat(some.refused(OTHER)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:1:2::1, 2001:db8:1:2:ffff::9, true",
        "2001:db8:1:2::1, 2001:db8:1:3::1, false",
        "::ffff:203.0.113.7, 203.0.113.7, true",
        "203.0.113.7, 203.0.113.8, false",
        "fe80::1%0, fe80::2, true",
    })
    void aSourceIsAnAddressOrTheNetworkThatAHostHasToItself(String one, String other, boolean same) {
        assertThat(Source.of(one).network().equals(Source.of(other).network())).isEqualTo(same);
    }

    @Test
    void aStreamOfThreadsIsCountedWhole() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        AtomicInteger free = new AtomicInteger();
        for (int thread = 0; thread < 8; thread++) {
            threads.execute(() -> {
                for (int i = 0; i < 1000; i++) {
                    free.addAndGet(limits.refused(ATTACKER) == null ? 1 : 0);
                }
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

        assertThat(free.get()).isEqualTo(10);
    }

    @Test
    void whatAKeyHolderDoesWrongIsNotCounted() {
        assertThat(RefusalLimits.counts(Refusal.BAD_SIGNATURE)).isTrue();
        assertThat(RefusalLimits.counts(Refusal.UNKNOWN_KEY)).isTrue();
        assertThat(RefusalLimits.counts(Refusal.REPLAYED)).isTrue();
        assertThat(RefusalLimits.counts(Refusal.WORKER_NOT_ALLOWED)).isFalse();
        assertThat(RefusalLimits.counts(Refusal.MALFORMED_JSON)).isFalse();
        assertThat(RefusalLimits.counts(Refusal.OLDER_THAN_STORE))
                .as("after a loss of the store everybody signs anew")
                .isFalse();
        assertThat(RefusalLimits.counts(Refusal.UNKNOWN_LEASE))
                .as("after a loss of the store everybody registers anew")
                .isFalse();
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }
}
