package dev.equipoise.gateway.services;

import dev.equipoise.core.guard.WorkerLimit;
import dev.equipoise.core.policy.LoadBalancingPolicies;
import dev.equipoise.gateway.InvalidSettingException;
import dev.equipoise.gateway.forward.ServiceSettings.Hedging;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/** Looks at values one by one, and says in a sentence what is wrong with one. */
final class Check {

    private static final String OFF = "off";
    private static final int MOST_RETRIES = 10;
    private static final DataSize MOST_BUFFER = DataSize.ofMegabytes(16);
    private static final double PERCENT = 100;
    private static final Pattern QUANTILE = Pattern.compile("p(\\d{2}(?:\\.\\d{1,3})?)");
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,8}");

    private Check() {}

    static Duration positive(String property, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new InvalidSettingException(
                    property, property + " is " + value + " and must be longer than nothing.");
        }
        return value;
    }

    static int atLeast(String property, int least, int value) {
        if (value < least) {
            throw new InvalidSettingException(
                    property, property + " is " + value + " and must be at least " + least + ".");
        }
        return value;
    }

    /** In bytes. */
    static int requestBuffer(String property, DataSize value) {
        if (value.isNegative() || value.compareTo(MOST_BUFFER) > 0) {
            throw new InvalidSettingException(
                    property,
                    property + " is " + value + " and must be from 0 to " + MOST_BUFFER.toMegabytes() + "MB.");
        }
        return (int) value.toBytes();
    }

    static int retries(String property, int value) {
        if (value < 0 || value > MOST_RETRIES) {
            throw new InvalidSettingException(
                    property, property + " is " + value + " and must be from 0 to " + MOST_RETRIES + ".");
        }
        return value;
    }

    static double share(String property, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new InvalidSettingException(property, property + " is " + value + " and must be from 0 to 1.");
        }
        return value;
    }

    static String policy(String property, String name) {
        if (!LoadBalancingPolicies.names().contains(name)) {
            throw new InvalidSettingException(
                    property,
                    "There is no policy \"" + name + "\"; there are: "
                            + String.join(", ", LoadBalancingPolicies.names()) + ".");
        }
        return name;
    }

    /** @param slots what {@code slots} stands for */
    static WorkerLimit workerLimit(String property, String text, WorkerLimit slots) {
        if (text.equals(OFF)) {
            return WorkerLimit.NONE;
        }
        if (text.equals("slots")) {
            return slots;
        }
        if (NUMBER.matcher(text).matches()) {
            return new WorkerLimit(0, Integer.parseInt(text));
        }
        throw new InvalidSettingException(
                property, property + " is '" + text + "': write off, slots or the number of requests.");
    }

    /** Null for off. */
    static @Nullable Hedging hedging(String property, String text, double share) {
        if (text.equals(OFF)) {
            return null;
        }
        var quantile = QUANTILE.matcher(text);
        if (quantile.matches()) {
            double percent = Double.parseDouble(quantile.group(1));
            if (percent >= PERCENT / 2) {
                return new Hedging(Duration.ZERO, percent / PERCENT, share);
            }
        } else {
            Duration after = duration(text);
            if (after != null && !after.isNegative() && !after.isZero()) {
                return new Hedging(after, 0, share);
            }
        }
        throw new InvalidSettingException(
                property,
                property + " is '" + text + "': write off, a time such as 100ms, or a quantile from p50 to p99.999.");
    }

    private static @Nullable Duration duration(String text) {
        try {
            return DurationStyle.detectAndParse(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
