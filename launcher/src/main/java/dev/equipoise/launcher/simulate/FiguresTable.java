package dev.equipoise.launcher.simulate;

import dev.equipoise.core.simulation.Ending;
import dev.equipoise.core.simulation.Keys;
import dev.equipoise.core.simulation.Report;
import dev.equipoise.core.simulation.Scenario;
import dev.equipoise.launcher.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reports for people, a line each. Columns that can say nothing in this scenario are left out. */
record FiguresTable(Scenario scenario) {

    List<String> lines(List<Report> reports) {
        Set<String> impaired = scenario.impaired();
        boolean keyed = scenario.traffic().keys().kind() == Keys.Kind.ZIPF;
        boolean zoned = !scenario.gateways().zones().isEmpty();
        List<String> headings = new ArrayList<>(
                List.of("POLICY", "FAILED", "MEAN ms", "P50", "P99", "P99.9", "MAX", "MAX/MEAN REQUESTS"));
        if (!impaired.isEmpty()) {
            headings.add("TO IMPAIRED");
        }
        if (keyed) {
            headings.addAll(List.of("SHARED KEYS", "MAX/MEAN KEYS"));
        }
        if (zoned) {
            headings.add("IN ZONE");
        }
        Table table = Table.ofNumbers(headings.toArray(String[]::new));
        for (Report report : reports) {
            List<String> cells = new ArrayList<>(latency(report));
            if (!impaired.isEmpty()) {
                cells.add(percent(report.share(impaired)));
            }
            if (keyed) {
                cells.add(percent(report.keys() == 0 ? 0 : (double) report.sharedKeys() / report.keys()));
                cells.add(String.format(Locale.ROOT, "%.2f", report.maxOverMeanKeys()));
            }
            if (zoned) {
                cells.add(percent(report.requests() == 0 ? 0 : (double) report.inZone() / report.requests()));
            }
            table.row(cells.toArray(String[]::new));
        }
        return table.lines();
    }

    private static List<String> latency(Report report) {
        return List.of(
                report.contender(),
                percent(report.requests() == 0 ? 0 : (double) report.failures() / report.requests()),
                millis(report.latency().meanMillis()),
                millis(report.latency().percentileMillis(0.5)),
                millis(report.latency().percentileMillis(0.99)),
                millis(report.latency().percentileMillis(0.999)),
                millis(report.latency().maxMillis()),
                String.format(Locale.ROOT, "%.2f", report.maxOverMeanRequests()));
    }

    /** How those that failed did so, a line per policy that had failures. */
    List<String> failures(List<Report> reports) {
        return reports.stream()
                .filter(report -> report.failures() > 0)
                .map(report -> report.contender() + ": "
                        + String.join(
                                ", ",
                                List.of(Ending.values()).stream()
                                        .filter(ending -> ending != Ending.SUCCEEDED)
                                        .filter(ending -> report.endings().getOrDefault(ending, 0L) > 0)
                                        .map(ending -> String.format(
                                                Locale.ROOT,
                                                "%,d %s",
                                                report.endings().getOrDefault(ending, 0L),
                                                ending.name()
                                                        .toLowerCase(Locale.ROOT)
                                                        .replace('_', ' ')))
                                        .toList()))
                .toList();
    }

    private static String millis(double millis) {
        return String.format(Locale.ROOT, millis < 10 ? "%.2f" : millis < 1_000 ? "%.1f" : "%.0f", millis);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, share > 0 && share < 0.01 ? "%.3f %%" : "%.1f %%", 100 * share);
    }
}
