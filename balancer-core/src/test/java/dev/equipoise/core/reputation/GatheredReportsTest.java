package dev.equipoise.core.reputation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.reputation.GatewayReport.Sight;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GatheredReportsTest {

    private static final long SEED = 20261121;

    private final GatheredReports gathered = new GatheredReports(1000);

    private static GatewayReport report(String gateway, long interval, Sight... sights) {
        return new GatewayReport(gateway, interval, 0, List.of(sights));
    }

    private static Sight sight(String worker, int requests, int failures) {
        return new Sight(worker, requests, failures, 0, 0);
    }

    @Test
    void enoughIsPassedOnAsItIs() {
        GatewayReport report = report("g", 1, sight("a", 100, 7), new Sight("b", 500, 1, 2, 3));
        assertThat(gathered.with(1, List.of(report))).containsExactly(report);
    }

    @Test
    void fewRequestsWaitForMoreAndAreThenJudgedOnce() {
        List<Integer> judged = new ArrayList<>();
        for (int interval = 1; interval <= 9; interval++) {
            GatewayReport report = report("g", interval, sight("a", 40, 4));
            judged.add(gathered.with(interval, List.of(report))
                    .get(0)
                    .sights()
                    .get(0)
                    .requests());
        }
        assertThat(judged).containsExactly(40, 40, 120, 40, 40, 120, 40, 40, 120);
    }

    @Test
    void whatIsOlderThanAMinuteIsForgotten() {
        assertThat(gathered.with(1, List.of(report("g", 1, sight("a", 90, 90)))))
                .hasSize(1);
        GatewayReport later = report("g", 7, sight("a", 20, 0));
        assertThat(gathered.with(7, List.of(later))).containsExactly(later);
    }

    @Test
    void aGatewayThatIsSilentNowHasSeenWhatItSaw() {
        assertThat(gathered.with(1, List.of(report("g-1", 1, sight("a", 60, 30)))))
                .hasSize(1);
        assertThat(gathered.with(2, List.of(report("g-2", 2, sight("a", 50, 5)))))
                .containsExactly(report("g-1", 2, sight("a", 60, 30)), report("g-2", 2, sight("a", 50, 5)));
    }

    @Test
    void refusalsAndBrokenAnswersCountInTheirOwnInterval() {
        Sight broken = new Sight("a", 60, 0, 1, 2);
        assertThat(gathered.with(1, List.of(report("g", 1, broken)))).containsExactly(report("g", 1, broken));
        assertThat(gathered.with(2, List.of(report("g", 2, sight("a", 60, 0)))))
                .containsExactly(report("g", 2, sight("a", 120, 0)));
    }

    @Test
    void ofMoreWorkersThanItMayRememberEachIntervalCountsAlone() {
        GatheredReports small = new GatheredReports(1);
        assertThat(small.with(1, List.of(report("g", 1, sight("a", 60, 0), sight("b", 60, 0)))))
                .hasSize(1);
        assertThat(small.with(2, List.of(report("g", 2, sight("a", 60, 0), sight("b", 60, 0)))))
                .containsExactly(report("g", 2, sight("a", 120, 0), sight("b", 60, 0)));
    }

    /** What is judged, which is what comes in hundreds, is never more than what was seen. */
    @Test
    void noRequestIsJudgedTwice() {
        System.out.println("seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 2_000; round++) {
            GatheredReports some = new GatheredReports(1000);
            long seen = 0;
            long judged = 0;
            long interval = 0;
            for (int step = 0; step < 30; step++) {
                interval += 1 + random.nextInt(3);
                List<GatewayReport> reports = new ArrayList<>();
                for (int gateway = 0; gateway < 3; gateway++) {
                    if (random.nextBoolean()) {
                        int requests = random.nextInt(60);
                        seen += requests;
                        reports.add(report("g-" + gateway, interval, sight("a", requests, 0)));
                    }
                }
                long now = some.with(interval, reports).stream()
                        .flatMap(report -> report.sights().stream())
                        .mapToLong(Sight::requests)
                        .sum();
                judged += now >= Fusion.LEAST_REQUESTS ? now : 0;
            }
            assertThat(judged).isLessThanOrEqualTo(seen);
        }
    }
}
