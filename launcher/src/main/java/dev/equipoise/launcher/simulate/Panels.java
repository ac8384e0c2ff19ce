package dev.equipoise.launcher.simulate;

import dev.equipoise.core.simulation.Report;
import dev.equipoise.launcher.simulate.Svg.Anchor;
import java.util.List;

/** One small plot per policy, two in a row, all with the same axes, so that they can be compared at a glance. */
final class Panels {

    private static final int WIDTH = 900;
    private static final int PANEL_WIDTH = 370;
    private static final int PANEL_HEIGHT = 130;
    private static final int LEFT = 64;
    private static final int TOP = 116;
    private static final int COLUMN = 430;
    private static final int ROW = 196;

    /** Draws what is inside of one panel. */
    interface Content {
        void draw(Svg svg, Report report, Scale x, Scale y);
    }

    private final Svg svg;
    private final double mostX;
    private final double mostY;
    private final String unitOfX;

    /**
     * @param unitOfX what the horizontal axis counts; empty if it has no numbers
     * @param mostY the largest share, in per cent
     */
    Panels(String title, String scenario, int count, String unitOfX, double mostX, double mostY) {
        this.svg = new Svg(WIDTH, TOP + ROW * ((count + 1) / 2) + 4, title + ": " + scenario);
        this.unitOfX = unitOfX;
        this.mostX = mostX;
        this.mostY = mostY;
        svg.heading(24, 34, title, 18).text(24, 56, scenario, Anchor.START, 13, Svg.FAINT);
    }

    /** One entry of the legend; {@code place} counts from 0. */
    void legend(int place, String colour, String name) {
        double x = 30 + 145.0 * place;
        svg.rectangle(x, 70, 12, 12, colour).text(x + 18, 80, name, Anchor.START, 12, Svg.INK);
    }

    Svg draw(List<Report> reports, Content content) {
        for (int i = 0; i < reports.size(); i++) {
            panel(reports.get(i), LEFT + COLUMN * (i % 2), TOP + ROW * (i / 2), content);
        }
        return svg;
    }

    private void panel(Report report, int left, int top, Content content) {
        int bottom = top + PANEL_HEIGHT;
        Scale x = Scale.linear(0, mostX, left, left + PANEL_WIDTH);
        Scale y = Scale.linear(0, mostY, bottom, top);
        svg.heading(left, top - 8, report.contender(), 13);
        for (double tick : y.ticks()) {
            svg.line(left, y.of(tick), left + PANEL_WIDTH, y.of(tick), Svg.GRID, 1);
            svg.text(left - 8, y.of(tick) + 4, Scale.label(tick) + " %", Anchor.END, 11, Svg.FAINT);
        }
        content.draw(svg, report, x, y);
        svg.line(left, bottom, left + PANEL_WIDTH, bottom, Svg.FAINT, 1);
        if (!unitOfX.isEmpty()) {
            for (double tick : x.ticks()) {
                svg.text(x.of(tick), bottom + 16, Scale.label(tick) + " " + unitOfX, Anchor.MIDDLE, 11, Svg.FAINT);
            }
        }
    }
}
