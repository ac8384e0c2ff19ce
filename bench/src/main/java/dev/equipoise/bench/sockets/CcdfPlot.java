package dev.equipoise.bench.sockets;

import dev.equipoise.bench.Latencies;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Response times as a picture: for each time, the share of requests that took longer, both on logarithmic scales, so that
 * a tail of one in ten thousand is as visible as the middle. Further left is better.
 */
final class CcdfPlot {

    private static final int WIDTH = 860;
    private static final int HEIGHT = 520;
    private static final int LEFT = 70;
    private static final int TOP = 48;
    private static final int RIGHT = 24;
    private static final int BOTTOM = 56;
    private static final int LEGEND_LINE = 20;

    /** Okabe and Ito's colours, which people who see few colours can tell apart. */
    private static final List<String> COLOURS =
            List.of("#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000");

    private final double leastMillis;
    private final double mostMillis;
    private final double leastShare;
    private final StringBuilder svg = new StringBuilder();

    private CcdfPlot(Map<String, Latencies> lines) {
        double most = lines.values().stream().mapToDouble(Latencies::max).max().orElse(1_000);
        int count = lines.values().stream().mapToInt(Latencies::count).max().orElse(1);
        leastMillis = 1;
        mostMillis = Math.max(10, most * 1.1);
        leastShare = Math.pow(10, Math.floor(-Math.log10(Math.max(10, count))));
    }

    /** @param lines by their names, in the order of the legend; the last is dashed: it is what there is to reach */
    static String of(String title, Map<String, Latencies> lines) {
        return new CcdfPlot(lines).draw(title, lines);
    }

    private String draw(String title, Map<String, Latencies> lines) {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">",
                WIDTH, HEIGHT);
        add("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, HEIGHT);
        add("<text x=\"%d\" y=\"26\" font-size=\"16\" font-weight=\"bold\">%s</text>", LEFT, title);
        timeAxis();
        shareAxis();
        int number = 0;
        for (Map.Entry<String, Latencies> line : lines.entrySet()) {
            boolean last = number == lines.size() - 1;
            line(
                    number,
                    lines.size(),
                    line.getKey(),
                    line.getValue(),
                    last ? "#777777" : COLOURS.get(number % COLOURS.size()),
                    last);
            number++;
        }
        add("</svg>");
        return svg.toString();
    }

    private void timeAxis() {
        for (double decade = leastMillis; decade <= mostMillis; decade *= 10) {
            for (int times = 1; times < 10 && decade * times <= mostMillis; times++) {
                double x = x(decade * times);
                add(
                        "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"%s\"/>",
                        x, TOP, x, HEIGHT - BOTTOM, times == 1 ? "#bbbbbb" : "#eeeeee");
                if (times == 1 || times == 2 || times == 5) {
                    add(
                            "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.0f</text>",
                            x, HEIGHT - BOTTOM + 18, decade * times);
                }
            }
        }
        add(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">response time, ms</text>",
                (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 14);
    }

    private void shareAxis() {
        for (double share = 1; share >= leastShare * 0.99; share /= 10) {
            double y = y(share);
            add("<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#bbbbbb\"/>", LEFT, y, WIDTH - RIGHT, y);
            add(
                    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s %%</text>",
                    LEFT - 6, y + 4, share > 0.009 ? "%.0f".formatted(share * 100) : trimmed(share * 100));
        }
        int middle = (TOP + HEIGHT - BOTTOM) / 2;
        add(
                "<text x=\"16\" y=\"%d\" text-anchor=\"middle\" transform=\"rotate(-90 16 %d)\">requests slower than that</text>",
                middle, middle);
    }

    private static String trimmed(double percent) {
        return String.format(Locale.ROOT, "%.5f", percent).replaceAll("0+$", "");
    }

    /** No line ever comes to the lower left: there the legend is. */
    private void line(int number, int count, String name, Latencies latencies, String colour, boolean dashed) {
        String dash = dashed ? " stroke-dasharray=\"5 4\"" : "";
        add(
                "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\"%s points=\"%s\"/>",
                colour, dash, points(latencies));
        int y = HEIGHT - BOTTOM - 10 - (count - 1 - number) * LEGEND_LINE;
        int x = LEFT + 14;
        add(
                "<rect x=\"%d\" y=\"%d\" width=\"224\" height=\"%d\" fill=\"#ffffff\" opacity=\"0.85\"/>",
                x - 6, y - 14, LEGEND_LINE);
        add(
                "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"3\"%s/>",
                x, y - 4, x + 24, y - 4, colour, dash);
        add("<text x=\"%d\" y=\"%d\">%s</text>", x + 32, y, name);
    }

    /** A point whenever the line has moved by a pixel. */
    private String points(Latencies latencies) {
        StringBuilder points = new StringBuilder();
        double lastX = -1;
        double lastY = -1;
        int count = latencies.count();
        for (int i = 0; i < count; i++) {
            double x = x(latencies.nanosAt(i) / 1e6);
            double y = y((count - i) / (double) count);
            if (Math.abs(x - lastX) + Math.abs(y - lastY) >= 1.5 || i == count - 1) {
                points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
                lastX = x;
                lastY = y;
            }
        }
        return points.toString().strip();
    }

    private double x(double millis) {
        double part = Math.log(Math.max(millis, leastMillis) / leastMillis) / Math.log(mostMillis / leastMillis);
        return LEFT + part * (WIDTH - LEFT - RIGHT);
    }

    private double y(double share) {
        double part = Math.log(Math.max(share, leastShare)) / Math.log(leastShare);
        return TOP + part * (HEIGHT - TOP - BOTTOM);
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
