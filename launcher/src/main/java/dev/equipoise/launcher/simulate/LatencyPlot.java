package dev.equipoise.launcher.simulate;

import dev.equipoise.core.simulation.Report;
import dev.equipoise.launcher.simulate.Svg.Anchor;
import java.util.List;

/** Percentiles of the latency, a row per policy, on a logarithmic axis: what is ten times slower is equally far away. */
final class LatencyPlot {

    private static final int ROW = 34;
    private static final int LEFT = 190;
    private static final int WIDTH = 860;
    private static final int TOP = 96;

    private record Mark(String name, double share, String colour) {}

    private static final List<Mark> MARKS = List.of(
            new Mark("p50", 0.5, Svg.SKY),
            new Mark("p90", 0.9, Svg.BLUE),
            new Mark("p99", 0.99, Svg.GREEN),
            new Mark("p99.9", 0.999, Svg.ORANGE),
            new Mark("max", 1, Svg.INK));

    private LatencyPlot() {}

    static Svg of(String scenario, List<Report> reports) {
        int bottom = TOP + ROW * reports.size();
        Svg svg = new Svg(WIDTH, bottom + 56, "Latency by policy: " + scenario);
        svg.heading(24, 34, "Latency by policy", 18).text(24, 56, scenario, Anchor.START, 13, Svg.FAINT);
        Scale x = scale(reports);
        for (double tick : x.ticks()) {
            svg.line(x.of(tick), TOP, x.of(tick), bottom, Svg.GRID, 1);
            svg.text(x.of(tick), bottom + 20, Scale.label(tick), Anchor.MIDDLE, 12, Svg.FAINT);
        }
        svg.text((LEFT + WIDTH - 30) / 2.0, bottom + 42, "milliseconds, logarithmic", Anchor.MIDDLE, 12, Svg.FAINT);
        legend(svg);
        for (int row = 0; row < reports.size(); row++) {
            row(svg, x, TOP + ROW * (row + 0.5), reports.get(row));
        }
        return svg;
    }

    private static Scale scale(List<Report> reports) {
        double least = reports.stream()
                .mapToDouble(report -> report.latency().percentileMillis(0.5))
                .filter(value -> value > 0)
                .min()
                .orElse(1);
        double most = reports.stream()
                .mapToDouble(report -> report.latency().maxMillis())
                .max()
                .orElse(1);
        return Scale.logarithmic(Math.max(least, 1e-3), Math.max(most, 1e-2), LEFT, WIDTH - 30);
    }

    private static void legend(Svg svg) {
        double x = WIDTH - 30 - 72.0 * MARKS.size();
        for (Mark mark : MARKS) {
            svg.dot(x, 76, 5, mark.colour()).text(x + 10, 80, mark.name(), Anchor.START, 12, Svg.INK);
            x += 72;
        }
    }

    private static void row(Svg svg, Scale x, double y, Report report) {
        svg.text(LEFT - 16, y + 4, report.contender(), Anchor.END, 13, Svg.INK);
        if (report.failures() > 0) {
            String failed = Scale.label(Math.max(0.001, Math.rint(1e5 * report.failures() / report.requests()) / 1e3));
            svg.text(LEFT - 16, y + 16, failed + " % failed", Anchor.END, 10, Svg.ORANGE);
        }
        double p50 = report.latency().percentileMillis(0.5);
        svg.line(x.of(p50), y, x.of(report.latency().maxMillis()), y, "#c4cad1", 2);
        for (int i = MARKS.size() - 1; i >= 0; i--) {
            Mark mark = MARKS.get(i);
            svg.dot(x.of(report.latency().percentileMillis(mark.share())), y, 6, mark.colour());
        }
    }
}
