package dev.equipoise.bench;

import java.util.Locale;

/** How figures are written in tables. */
public final class Figures {

    private Figures() {}

    public static String millis(double millis) {
        return String.format(Locale.ROOT, millis < 100 ? "%.1f" : "%,.0f", millis);
    }

    public static String percent(double share) {
        return String.format(Locale.ROOT, share < 0.1 ? "%.1f %%" : "%.0f %%", share * 100);
    }

    public static String times(double factor) {
        return String.format(Locale.ROOT, "%.2f", factor);
    }

    public static String whole(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }
}
