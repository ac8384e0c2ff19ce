package dev.equipoise.bench.gateway;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Stacks drawn as flames (Brendan Gregg, "The Flame Graph", ACM Queue 14(2), 2016): each box is a method, as wide as the share of the
 * samples in which it was on the stack, above the one that called it. Beside each other they stand by name.
 */
final class FlameGraph {

    private static final int WIDTH = 1200;
    private static final int ROW = 16;
    private static final int TITLE = 24;
    private static final double CHARACTER = 6.2;
    /** Narrower boxes, less than 0.3 % of the samples, are left out: thousands of them would tell nothing. */
    private static final double NARROWEST = 3.6;

    /** A method and those it called. */
    private static final class Frame {

        private final Map<String, Frame> callees = new TreeMap<>();
        private long samples;

        private int depth() {
            return 1 + callees.values().stream().mapToInt(Frame::depth).max().orElse(0);
        }

        /** Without what would not be seen. */
        private void prune(double pixelsPerSample) {
            callees.values().removeIf(callee -> callee.samples * pixelsPerSample < NARROWEST);
            callees.values().forEach(callee -> callee.prune(pixelsPerSample));
        }
    }

    private final Frame root = new Frame();

    /** @param stack the outermost call first */
    void add(List<String> stack) {
        Frame frame = root;
        frame.samples++;
        for (String method : stack) {
            frame = frame.callees.computeIfAbsent(method, name -> new Frame());
            frame.samples++;
        }
    }

    long samples() {
        return root.samples;
    }

    /** @return a document on its own */
    String svg(String title) {
        double scale = (double) WIDTH / Math.max(1, root.samples);
        root.prune(scale);
        int height = TITLE + root.depth() * ROW;
        StringBuilder svg = new StringBuilder("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="monospace" font-size="10">
                <rect width="100%%" height="100%%" fill="#ffffff"/>
                <text x="4" y="16" font-size="13">%s</text>
                """.formatted(WIDTH, height, escape(title)));
        draw(svg, root, 0, height - ROW, scale);
        return svg.append("</svg>\n").toString();
    }

    private void draw(StringBuilder svg, Frame frame, double left, double top, double scale) {
        double x = left;
        for (Map.Entry<String, Frame> callee : frame.callees.entrySet()) {
            box(svg, callee.getKey(), callee.getValue(), x, top, scale);
            draw(svg, callee.getValue(), x, top - ROW, scale);
            x += callee.getValue().samples * scale;
        }
    }

    private void box(StringBuilder svg, String method, Frame frame, double x, double y, double scale) {
        double width = frame.samples * scale;
        double share = 100.0 * frame.samples / root.samples;
        svg.append(String.format(
                Locale.ROOT,
                "<g><title>%s %.1f %%</title><rect x=\"%.1f\" y=\"%.0f\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
                escape(method),
                share,
                x,
                y,
                Math.max(width - 0.3, 0.2),
                ROW - 1,
                Part.of(method).colour()));
        String label = shortName(method);
        int room = (int) (width / CHARACTER) - 1;
        if (room >= 3) {
            String text = label.length() <= room ? label : label.substring(0, room - 1) + "…";
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%.0f\" fill=\"#ffffff\">%s</text>",
                    x + 2,
                    y + 11,
                    escape(text)));
        }
        svg.append("</g>\n");
    }

    /** Class and method. */
    private static String shortName(String method) {
        int dot = method.lastIndexOf('.', Math.max(0, method.lastIndexOf('.') - 1));
        return method.substring(dot + 1);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
