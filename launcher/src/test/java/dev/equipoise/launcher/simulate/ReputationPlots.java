package dev.equipoise.launcher.simulate;

import dev.equipoise.core.reputation.Course;
import dev.equipoise.core.reputation.Course.Moment;
import dev.equipoise.core.reputation.Life;
import dev.equipoise.core.reputation.ScoreTerms;
import dev.equipoise.core.reputation.TrustState;
import dev.equipoise.core.reputation.TrustTerms;
import dev.equipoise.launcher.simulate.Svg.Anchor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The plots of docs/reputation.md, drawn from what the code makes of three lives. Run by hand with the directory as its
 * argument when the model has changed; {@link ReputationPlotsTest} fails until that is done.
 */
final class ReputationPlots {

    private static final int WIDTH = 900;
    private static final int LEFT = 64;
    private static final int RIGHT = 880;
    private static final int TOP = 92;
    private static final int PANEL = 210;
    private static final int STRIP = 16;
    private static final int SECOND = 110;
    private static final int MOST_POINTS = 580;
    private static final double MINUTES_A_DAY = 24 * 60;
    private static final double MINUTES_AN_HOUR = 60;
    private static final Map<TrustState, String> COLOURS = new EnumMap<>(Map.of(
            TrustState.NEW, Svg.GRID,
            TrustState.PROBATION, Svg.SKY,
            TrustState.ACTIVE, Svg.GREEN,
            TrustState.DEGRADED, Svg.GOLD,
            TrustState.SUPPRESSED, Svg.PINK,
            TrustState.QUARANTINED, Svg.ORANGE,
            TrustState.BANNED, Svg.INK));

    private final String title;
    private final List<Moment> moments;
    private final String unit;
    private final double minutesPerUnit;
    private final boolean restless;

    /** @param restless whether there is a second panel with the restlessness */
    private ReputationPlots(String title, Life life, Duration length, double minutesPerUnit, boolean restless) {
        this.title = title;
        this.moments = Course.of(life, Duration.ofMinutes(1), length);
        this.unit = minutesPerUnit == MINUTES_A_DAY ? "d" : "h";
        this.minutesPerUnit = minutesPerUnit;
        this.restless = restless;
    }

    public static void main(String[] args) throws IOException {
        for (Map.Entry<String, Svg> plot : all().entrySet()) {
            Files.writeString(
                    Path.of(args[0]).resolve(plot.getKey()), plot.getValue().toString());
        }
    }

    /** By file name. */
    static Map<String, Svg> all() {
        Map<String, Svg> plots = new LinkedHashMap<>();
        plots.put(
                "reputation-good-month.svg",
                new ReputationPlots(
                                "A newcomer's good month", Life.goodMonth(), Duration.ofDays(30), MINUTES_A_DAY, false)
                        .draw());
        plots.put(
                "reputation-crash-loop.svg",
                new ReputationPlots(
                                "Twenty crashes in ten minutes",
                                Life.crashLoop(),
                                Duration.ofHours(48),
                                MINUTES_AN_HOUR,
                                true)
                        .draw());
        plots.put(
                "reputation-scope-abuse.svg",
                new ReputationPlots(
                                "A scope abuse after thirty good days",
                                Life.scopeAbuse().present(30),
                                Duration.ofDays(60),
                                MINUTES_A_DAY,
                                false)
                        .draw());
        return plots;
    }

    private Svg draw() {
        int bottom = TOP + PANEL;
        int height = bottom + 50 + STRIP + (restless ? SECOND + 40 : 0);
        Svg svg = new Svg(WIDTH, height, title);
        svg.heading(24, 34, title, 18);
        legend(svg);
        double end = moments.get(moments.size() - 1).minutes() / minutesPerUnit;
        Scale x = Scale.linear(0, end, LEFT, RIGHT);
        // Both thresholds are in every plot.
        double least = moments.stream()
                .mapToDouble(m -> m.score().points())
                .reduce(TrustTerms.DEFAULT.quarantineAt(), Math::min);
        double most =
                moments.stream().mapToDouble(m -> m.score().points()).max().orElse(0);
        Scale y = Scale.linear(10 * Math.floor((least - 2) / 10), 10 * Math.ceil((most + 2) / 10), bottom, TOP);
        grid(svg, y);
        threshold(svg, y, TrustTerms.DEFAULT.quarantineAt(), "quarantine");
        threshold(svg, y, TrustTerms.DEFAULT.releaseAt(), "release");
        line(svg, x, y, moment -> moment.score().points(), Svg.BLUE);
        states(svg, x, bottom + 6);
        int axis = bottom + 6 + STRIP + 16;
        for (double tick : x.ticks()) {
            svg.text(x.of(tick), axis, Scale.label(tick) + " " + unit, Anchor.MIDDLE, 11, Svg.FAINT);
        }
        if (restless) {
            Scale flap = Scale.linear(0, ScoreTerms.DEFAULT.flapCeiling(), axis + 34 + SECOND, axis + 34);
            svg.heading(LEFT, axis + 24, "Restlessness", 13);
            grid(svg, flap);
            threshold(svg, flap, ScoreTerms.DEFAULT.suppress(), "suppress");
            threshold(svg, flap, ScoreTerms.DEFAULT.reuse(), "");
            line(svg, x, flap, moment -> moment.score().flap(), Svg.PINK);
        }
        return svg;
    }

    private void legend(Svg svg) {
        svg.line(LEFT, 62, LEFT + 14, 62, Svg.BLUE, 2).text(LEFT + 20, 66, "score", Anchor.START, 12, Svg.INK);
        int place = 1;
        for (TrustState state : TrustState.values()) {
            if (moments.stream().anyMatch(moment -> moment.state() == state)) {
                double left = LEFT + 115.0 * place++;
                svg.rectangle(left, 56, 12, 12, COLOURS.getOrDefault(state, Svg.GRID));
                svg.text(left + 18, 66, state.toString(), Anchor.START, 12, Svg.INK);
            }
        }
    }

    private static void grid(Svg svg, Scale y) {
        for (double tick : y.ticks()) {
            svg.line(LEFT, y.of(tick), RIGHT, y.of(tick), Svg.GRID, 1);
            svg.text(LEFT - 8, y.of(tick) + 4, Scale.label(tick), Anchor.END, 11, Svg.FAINT);
        }
    }

    private static void threshold(Svg svg, Scale y, double value, String name) {
        if (value > y.from() && value < y.to()) {
            svg.line(LEFT, y.of(value), RIGHT, y.of(value), Svg.FAINT, 0.8);
            svg.text(RIGHT - 4, y.of(value) - 4, name, Anchor.END, 11, Svg.FAINT);
        }
    }

    private void line(Svg svg, Scale x, Scale y, ToDoubleFunction<Moment> value, String colour) {
        int every = Math.max(1, moments.size() / MOST_POINTS);
        List<Moment> shown = IntStream.range(0, moments.size())
                .filter(i -> i % every == 0)
                .mapToObj(moments::get)
                .toList();
        svg.path(
                shown.stream()
                        .mapToDouble(m -> x.of(m.minutes() / minutesPerUnit))
                        .toArray(),
                shown.stream().mapToDouble(m -> y.of(value.applyAsDouble(m))).toArray(),
                colour,
                1.8);
    }

    private void states(Svg svg, Scale x, double top) {
        int begin = 0;
        for (int i = 1; i <= moments.size(); i++) {
            if (i == moments.size()
                    || moments.get(i).state() != moments.get(begin).state()) {
                double from = x.of(moments.get(begin).minutes() / minutesPerUnit);
                double to = x.of(moments.get(Math.min(i, moments.size() - 1)).minutes() / minutesPerUnit);
                svg.rectangle(
                        from,
                        top,
                        to - from,
                        STRIP,
                        COLOURS.getOrDefault(moments.get(begin).state(), Svg.GRID));
                begin = i;
            }
        }
    }
}
