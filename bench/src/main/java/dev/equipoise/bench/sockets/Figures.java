package dev.equipoise.bench.sockets;

import java.util.Locale;

/** How figures are written in tables. */
final class Figures {

    private Figures() {}

    static String millis(double millis) {
        return String.format(Locale.ROOT, millis < 100 ? "%.1f" : "%,.0f", millis);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, share < 0.1 ? "%.1f %%" : "%.0f %%", share * 100);
    }

    static String times(double factor) {
        return String.format(Locale.ROOT, "%.2f", factor);
    }

    static String whole(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }
}
