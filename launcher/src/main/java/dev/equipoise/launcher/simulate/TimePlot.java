package dev.equipoise.launcher.simulate;

import dev.equipoise.core.simulation.Report;
import dev.equipoise.core.simulation.Series;
import java.util.ArrayList;
import java.util.List;

/**
 * Shares as time goes by: a line for each of the workers that something happens to, and for all others a band from the
 * one with the least to the one with the most.
 */
final class TimePlot {

    private static final int MOST_POINTS = 400;
    private static final List<String> COLOURS = List.of(Svg.ORANGE, Svg.GREEN, Svg.PINK, Svg.GOLD, Svg.BLUE);
    private static final String BAND = "#cfe3f1";

    private TimePlot() {}

    /** @param watched ids of the workers that something happens to; the first few get a line */
    static Svg of(String scenario, List<Report> reports, List<String> watched) {
        List<String> shown = watched.stream().limit(COLOURS.size()).toList();
        List<Lines> all =
                reports.stream().map(report -> Lines.of(report.series(), shown)).toList();
        double end = all.stream().mapToDouble(Lines::end).max().orElse(1);
        double most = all.stream().mapToDouble(Lines::most).max().orElse(1);
        Panels panels = new Panels("Share of the requests over time", scenario, reports.size(), "s", end, most);
        panels.legend(0, BAND, "all others");
        for (int i = 0; i < shown.size(); i++) {
            panels.legend(i + 1, COLOURS.get(i), shown.get(i));
        }
        return panels.draw(
                reports, (svg, report, x, y) -> all.get(reports.indexOf(report)).draw(svg, x, y));
    }

    /**
     * What one panel shows, in per cent, at most {@value #MOST_POINTS} points in time.
     *
     * @param seconds when each interval begins, and the end of the last
     */
    private record Lines(double[] seconds, double[] lowest, double[] highest, List<double[]> watched) {

        static Lines of(Series series, List<String> shown) {
            int merged = Math.max(1, (series.size() + MOST_POINTS - 1) / MOST_POINTS);
            // The last interval is not a whole one: a few requests make wild shares.
            int points = Math.max(Math.min(1, series.size()), (series.size() - 1) / merged);
            double interval = series.interval().toNanos() / 1e9 * merged;
            Lines lines = new Lines(new double[points], new double[points], new double[points], new ArrayList<>());
            shown.forEach(id -> lines.watched.add(new double[points]));
            List<Integer> indices = shown.stream().map(series.ids()::indexOf).toList();
            for (int point = 0; point < points; point++) {
                lines.seconds[point] = (point + 0.5) * interval;
                lines.fill(point, percents(series, point * merged, merged), indices);
            }
            return lines;
        }

        private void fill(int point, double[] percents, List<Integer> indices) {
            for (int i = 0; i < indices.size(); i++) {
                watched.get(i)[point] = percents[indices.get(i)];
            }
            double low = Double.POSITIVE_INFINITY;
            double high = 0;
            for (int worker = 0; worker < percents.length; worker++) {
                if (!indices.contains(worker)) {
                    low = Math.min(low, percents[worker]);
                    high = Math.max(high, percents[worker]);
                }
            }
            lowest[point] = Math.min(low, high);
            highest[point] = high;
        }

        private static double[] percents(Series series, int from, int count) {
            double[] sums = new double[series.ids().size()];
            double total = 0;
            for (int interval = from; interval < from + count; interval++) {
                int[] counts = series.counts(interval);
                for (int worker = 0; worker < counts.length; worker++) {
                    sums[worker] += counts[worker];
                    total += counts[worker];
                }
            }
            for (int worker = 0; worker < sums.length; worker++) {
                sums[worker] = total == 0 ? 0 : 100 * sums[worker] / total;
            }
            return sums;
        }

        double end() {
            return seconds.length == 0 ? 1 : seconds[seconds.length - 1];
        }

        double most() {
            double most = 0;
            for (int point = 0; point < seconds.length; point++) {
                most = Math.max(most, highest[point]);
                for (double[] line : watched) {
                    most = Math.max(most, line[point]);
                }
            }
            return Math.max(most, 0.001);
        }

        void draw(Svg svg, Scale x, Scale y) {
            int points = seconds.length;
            double[] aroundX = new double[2 * points];
            double[] aroundY = new double[2 * points];
            double[] lineX = new double[points];
            for (int point = 0; point < points; point++) {
                lineX[point] = x.of(seconds[point]);
                aroundX[point] = lineX[point];
                aroundY[point] = y.of(highest[point]);
                aroundX[2 * points - 1 - point] = lineX[point];
                aroundY[2 * points - 1 - point] = y.of(lowest[point]);
            }
            svg.area(aroundX, aroundY, BAND);
            for (int line = 0; line < watched.size(); line++) {
                double[] lineY = new double[points];
                for (int point = 0; point < points; point++) {
                    lineY[point] = y.of(watched.get(line)[point]);
                }
                svg.path(lineX, lineY, COLOURS.get(line), 1.6);
            }
        }
    }
}
