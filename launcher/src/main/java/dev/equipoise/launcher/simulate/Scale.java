package dev.equipoise.launcher.simulate;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Maps values to a stretch of a picture, linearly or by their logarithms; values beyond its ends lie at the ends.
 *
 * @param from the value at {@code start}; greater than 0 if logarithmic
 * @param to the value at {@code end}, greater than {@code from}
 */
record Scale(double from, double to, double start, double end, boolean logarithmic) {

    /** What rounding may cost. */
    private static final double ALMOST = 1 + 1e-9;

    static Scale linear(double from, double to, double start, double end) {
        return new Scale(from, Math.max(to, from + 1e-9), start, end, false);
    }

    /** From the round value below {@code least} to the one above {@code most}; both are greater than 0. */
    static Scale logarithmic(double least, double most, double start, double end) {
        double from = 1 / round(1 / least);
        return new Scale(from, Math.max(round(most), from * 10), start, end, true);
    }

    double of(double value) {
        double at = logarithmic
                ? Math.log(Math.max(value, from) / from) / Math.log(to / from)
                : (value - from) / (to - from);
        return start + Math.min(1, Math.max(0, at)) * (end - start);
    }

    /** Round values within the scale, both ends included if they are round. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        if (logarithmic) {
            // Over many powers of ten the labels of 2 and 5 would not fit.
            double[] digits = to / from > 2_000 ? new double[] {1} : new double[] {1, 2, 5};
            for (int power = (int) Math.floor(Math.log10(from)); Math.pow(10, power) <= to * ALMOST; power++) {
                for (double digit : digits) {
                    double tick = digit * Math.pow(10, power);
                    if (tick >= from / ALMOST && tick <= to * ALMOST) {
                        ticks.add(tick);
                    }
                }
            }
            return ticks;
        }
        double step = round((to - from) / 4);
        for (double tick = Math.ceil(from / step) * step; tick <= to + step * 1e-6; tick += step) {
            ticks.add(tick);
        }
        return ticks;
    }

    /** 1, 2 or 5 times a power of ten: the smallest that is not below {@code least}. */
    private static double round(double least) {
        double magnitude = Math.pow(10, Math.floor(Math.log10(least)));
        double rest = least / magnitude;
        return magnitude * (rest <= 1 ? 1 : rest <= 2 ? 2 : rest <= 5 ? 5 : 10);
    }

    /** As short as it can be said. */
    static String label(double value) {
        return new DecimalFormat(
                        Math.abs(value) >= 1 ? "#,##0.#" : "0.#####", DecimalFormatSymbols.getInstance(Locale.ROOT))
                .format(value);
    }
}
