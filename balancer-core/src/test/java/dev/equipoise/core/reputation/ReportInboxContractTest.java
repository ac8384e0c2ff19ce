package dev.equipoise.core.reputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.core.reputation.GatewayReport.Sight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every inbox holds. The fake and the Redis adapter are its subclasses. */
public abstract class ReportInboxContractTest {

    /** How many reports may wait. */
    protected static final int MOST = 12;

    private static final Duration NO_WAIT = Duration.ofMillis(1);
    /** Longer than the test is willing to wait: who does not wake up at once fails. */
    private static final Duration LONG = Duration.ofMinutes(10);

    private static final int PATIENCE_SECONDS = 60;

    private ReportInbox inbox;

    /** An inbox that holds {@link #MOST}. */
    protected abstract ReportInbox emptyInbox();

    @BeforeEach
    void open() {
        inbox = emptyInbox();
    }

    @Test
    void reportsAreTakenOnceAndInTheOrderInWhichTheyCame() {
        for (int i = 0; i < 5; i++) {
            inbox.put(report(i));
        }

        assertThat(inbox.take(3, NO_WAIT)).containsExactly(report(0), report(1), report(2));
        assertThat(inbox.take(3, NO_WAIT)).containsExactly(report(3), report(4));
        assertThat(inbox.take(3, NO_WAIT)).isEmpty();
        assertThat(inbox.take(3, Duration.ZERO)).isEmpty();
        inbox.put(report(6));
        assertThat(inbox.take(3, Duration.ZERO)).containsExactly(report(6));
    }

    @Test
    void aReportComesOutAsItWentIn() {
        GatewayReport report = new GatewayReport(
                "gateway \"ü\"\n\t\\",
                176_726_880,
                GatewayReport.MOST_STRAIN,
                List.of(
                        new Sight("w-1", Integer.MAX_VALUE, Integer.MAX_VALUE, 3, 4),
                        new Sight("w \"2\"\n", 0, 0, 0, 0)));
        inbox.put(report);
        inbox.put(new GatewayReport("g", 0, 0, List.of()));

        assertThat(inbox.take(2, NO_WAIT)).containsExactly(report, new GatewayReport("g", 0, 0, List.of()));
    }

    @Test
    void whenNobodyTakesTheOldestAreLost() {
        for (int i = 0; i < MOST + 3; i++) {
            inbox.put(report(i));
        }

        List<GatewayReport> taken = inbox.take(2 * MOST, NO_WAIT);

        assertThat(taken).hasSize(MOST).startsWith(report(3)).endsWith(report(MOST + 2));
    }

    @Test
    void whoTakesTakesOneAtLeast() {
        assertThatThrownBy(() -> inbox.take(0, NO_WAIT)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whoWaitsIsWokenByTheFirst() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            for (int i = 0; i < 10; i++) {
                Future<List<GatewayReport>> taken = thread.submit(() -> inbox.take(5, LONG));
                inbox.put(report(i));
                assertThat(taken.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).containsExactly(report(i));
            }
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void ofTwoThatTakeEachReportGoesToOne() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int i = 0; i < MOST; i++) {
                inbox.put(report(i));
            }
            List<Future<List<GatewayReport>>> takers = new ArrayList<>();
            for (int taker = 0; taker < 2; taker++) {
                takers.add(threads.submit(() -> {
                    List<GatewayReport> all = new ArrayList<>();
                    for (List<GatewayReport> some = inbox.take(1, NO_WAIT);
                            !some.isEmpty() && all.size() <= MOST;
                            some = inbox.take(1, NO_WAIT)) {
                        all.addAll(some);
                    }
                    return all;
                }));
            }
            List<GatewayReport> taken = new ArrayList<>();
            for (Future<List<GatewayReport>> taker : takers) {
                taken.addAll(taker.get());
            }
            assertThat(taken).hasSize(MOST).doesNotHaveDuplicates();
        } finally {
            threads.shutdownNow();
        }
    }

    private static GatewayReport report(int interval) {
        return new GatewayReport("gateway-1", interval, 1, List.of(new Sight("w-1", 10, 1, 2, 3)));
    }
}
