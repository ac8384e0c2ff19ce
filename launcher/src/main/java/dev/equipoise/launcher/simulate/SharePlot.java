package dev.equipoise.launcher.simulate;

import dev.equipoise.core.simulation.Report;
import dev.equipoise.core.simulation.Report.WorkerFigures;
import dev.equipoise.launcher.simulate.Svg.Anchor;
import java.util.List;
import java.util.Set;

/** Who got how much: a bar per worker, or, if they are many, a bar for the mean of neighbours of the same kind. */
final class SharePlot {

    private static final int MOST_BARS = 120;

    private SharePlot() {}

    /** @param impaired ids of the workers with which something is wrong at some time */
    static Svg of(String scenario, List<Report> reports, Set<String> impaired) {
        int workers = reports.stream()
                .mapToInt(report -> report.workers().size())
                .max()
                .orElse(0);
        int perBar = Math.max(1, (workers + MOST_BARS - 1) / MOST_BARS);
        int bars = Math.max(1, (workers + perBar - 1) / perBar);
        double most = reports.stream()
                .flatMap(report -> report.workers().stream().map(worker -> percent(report, List.of(worker))))
                .max(Double::compare)
                .orElse(1.0);
        Panels panels = new Panels("Share of the requests per worker", scenario, reports.size(), "", bars, most);
        panels.legend(0, Svg.BLUE, perBar == 1 ? "a worker" : perBar + " workers (mean)");
        panels.legend(1, Svg.ORANGE, "impaired at times");
        return panels.draw(reports, (svg, report, x, y) -> {
            double width = x.of(1) - x.of(0);
            for (int bar = 0; bar < bars; bar++) {
                List<WorkerFigures> group =
                        report.workers().subList(bar * perBar, Math.min(workers, (bar + 1) * perBar));
                boolean bad = group.stream().anyMatch(worker -> impaired.contains(worker.id()));
                double top = y.of(percent(report, group));
                svg.rectangle(x.of(bar) + width * 0.1, top, width * 0.8, y.of(0) - top, bad ? Svg.ORANGE : Svg.BLUE);
            }
            if (workers <= 16) {
                names(svg, report, x, y);
            }
        });
    }

    private static void names(Svg svg, Report report, Scale x, Scale y) {
        for (int i = 0; i < report.workers().size(); i++) {
            String id = report.workers().get(i).id();
            String shown = id.length() > 6 ? id.substring(id.length() - 6) : id;
            svg.text(
                    x.of(i + 0.5),
                    y.of(0) + 15,
                    shown,
                    Anchor.MIDDLE,
                    report.workers().size() > 10 ? 8 : 10,
                    Svg.FAINT);
        }
    }

    /** The mean share of a group. */
    private static double percent(Report report, List<WorkerFigures> group) {
        long requests = group.stream().mapToLong(WorkerFigures::requests).sum();
        return report.requests() == 0 ? 0 : 100.0 * requests / group.size() / report.requests();
    }
}
