package dev.equipoise.launcher.simulate;

import java.util.Locale;

/**
 * A picture in SVG 1.1, light and self-contained: fonts every browser has, colours that differ for the colour-blind too
 * (Okabe and Ito, 2008).
 */
final class Svg {

    static final String INK = "#24292f";
    static final String FAINT = "#6e7781";
    static final String GRID = "#e3e6ea";
    static final String BLUE = "#0072b2";
    static final String ORANGE = "#d55e00";
    static final String GREEN = "#009e73";
    static final String SKY = "#56b4e9";
    static final String PINK = "#cc79a7";
    static final String GOLD = "#e69f00";

    /** Where a text is anchored. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    private final StringBuilder content = new StringBuilder();
    private final int width;
    private final int height;

    Svg(int width, int height, String title) {
        this.width = width;
        this.height = height;
        content.append("<title>").append(escaped(title)).append("</title>\n");
        rectangle(0, 0, width, height, "#ffffff");
    }

    Svg rectangle(double x, double y, double width, double height, String fill) {
        return element(
                "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" fill=\"%s\"/>%n",
                x, y, width, height, fill);
    }

    Svg line(double x1, double y1, double x2, double y2, String stroke, double strokeWidth) {
        return element(
                "<line x1=\"%.2f\" y1=\"%.2f\" x2=\"%.2f\" y2=\"%.2f\" stroke=\"%s\" stroke-width=\"%.2f\"/>%n",
                x1, y1, x2, y2, stroke, strokeWidth);
    }

    Svg dot(double x, double y, double radius, String fill) {
        return element(
                "<circle cx=\"%.2f\" cy=\"%.2f\" r=\"%.2f\" fill=\"%s\" stroke=\"#ffffff\" stroke-width=\"1\"/>%n",
                x, y, radius, fill);
    }

    /** A line through the points (x[i], y[i]). */
    Svg path(double[] x, double[] y, String stroke, double strokeWidth) {
        return element(
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%.2f\" stroke-linejoin=\"round\"/>%n",
                points(x, y), stroke, strokeWidth);
    }

    /** The area within the points (x[i], y[i]). */
    Svg area(double[] x, double[] y, String fill) {
        return element("<polygon points=\"%s\" fill=\"%s\" stroke=\"none\"/>%n", points(x, y), fill);
    }

    Svg text(double x, double y, String text, Anchor anchor, int size, String fill) {
        return element(
                "<text x=\"%.2f\" y=\"%.2f\" text-anchor=\"%s\" font-size=\"%d\" fill=\"%s\">%s</text>%n",
                x, y, anchor.name().toLowerCase(Locale.ROOT), size, fill, escaped(text));
    }

    /** Half bold, from the left. */
    Svg heading(double x, double y, String text, int size) {
        return element(
                "<text x=\"%.2f\" y=\"%.2f\" font-size=\"%d\" font-weight=\"600\" fill=\"%s\">%s</text>%n",
                x, y, size, INK, escaped(text));
    }

    private Svg element(String format, Object... values) {
        content.append(String.format(Locale.ROOT, format, values));
        return this;
    }

    private static String points(double[] x, double[] y) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < x.length; i++) {
            points.append(String.format(Locale.ROOT, i == 0 ? "%.1f,%.1f" : " %.1f,%.1f", x[i], y[i]));
        }
        return points.toString();
    }

    /** What XML cannot hold at all becomes a question mark. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                default ->
                    escaped.appendCodePoint(
                            c < ' ' || c == 0xFFFE || c == 0xFFFF || (c >= 0xD800 && c <= 0xDFFF) ? '?' : c);
            }
        });
        return escaped.toString();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                        + " font-family=\"system-ui, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif\">%n%s</svg>%n",
                width,
                height,
                width,
                height,
                content);
    }
}
