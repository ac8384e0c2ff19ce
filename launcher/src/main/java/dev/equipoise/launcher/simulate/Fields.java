package dev.equipoise.launcher.simulate;

import dev.equipoise.launcher.terminal.LauncherException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The fields of one object in a scenario file. Whatever is wrong with one is said in a sentence that names it by its full
 * path; a field that nobody asked for is unknown ({@link #complete}).
 */
final class Fields {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)\\s*(us|ms|s|m|h)");
    private static final Map<String, Long> NANOS =
            Map.of("us", 1_000L, "ms", 1_000_000L, "s", 1_000_000_000L, "m", 60_000_000_000L, "h", 3_600_000_000_000L);

    private final String path;
    private final JsonNode object;
    private final Set<String> asked = new HashSet<>();

    /** @param path of the object; empty for the whole file */
    Fields(String path, JsonNode object) {
        if (!object.isObject()) {
            throw LauncherException.misuse(
                    path.isEmpty() ? "a scenario is an object with fields" : path + " is an object with fields");
        }
        this.path = path;
        this.object = object;
    }

    boolean has(String name) {
        asked.add(name);
        JsonNode value = object.get(name);
        return value != null && !value.isNull();
    }

    String text(String name, String otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        JsonNode value = object.path(name);
        if (!value.isValueNode() || value.asString("").isBlank()) {
            throw wrong(name, "is a text");
        }
        return value.asString("");
    }

    boolean yesOrNo(String name, boolean otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        if (!object.path(name).isBoolean()) {
            throw wrong(name, "is true or false");
        }
        return object.path(name).booleanValue();
    }

    /** A number within bounds, both included. */
    double number(String name, double otherwise, double least, double most) {
        if (!has(name)) {
            return otherwise;
        }
        JsonNode value = object.path(name);
        double number = value.isNumber() ? value.doubleValue() : Double.NaN;
        // Written so that NaN is refused too.
        if (!(number >= least && number <= most)) {
            throw wrong(name, "is a number from " + plain(least) + " to " + plain(most));
        }
        return number;
    }

    /** A whole number within bounds, both included. */
    long whole(String name, long otherwise, long least, long most) {
        if (!has(name)) {
            return otherwise;
        }
        JsonNode value = object.path(name);
        if (!value.canConvertToLong()
                || !value.isIntegralNumber()
                || value.longValue() < least
                || value.longValue() > most) {
            throw wrong(name, String.format(Locale.ROOT, "is a whole number from %,d to %,d", least, most));
        }
        return value.longValue();
    }

    /** A number and a unit, such as {@code 20ms}, within bounds, both included. */
    Duration duration(String name, Duration otherwise, Duration least, Duration most) {
        if (!has(name)) {
            return otherwise;
        }
        Matcher matcher = DURATION.matcher(object.path(name).asString("").trim());
        Duration duration = matcher.matches()
                ? Duration.ofNanos(new BigDecimal(matcher.group(1))
                        .multiply(BigDecimal.valueOf(NANOS.getOrDefault(matcher.group(2), 0L)))
                        .min(BigDecimal.valueOf(Long.MAX_VALUE))
                        .longValue())
                : Duration.ofNanos(-1);
        if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw wrong(name, "is a time from " + plain(least) + " to " + plain(most) + ", such as 20ms or 1.5s");
        }
        return duration;
    }

    /** One of the constants, in lower case and with hyphens. */
    <E extends Enum<E>> E choice(String name, E otherwise, List<E> choices) {
        if (!has(name)) {
            return otherwise;
        }
        String chosen = object.path(name).asString("");
        for (E choice : choices) {
            if (plain(choice).equals(chosen)) {
                return choice;
            }
        }
        throw wrong(
                name,
                "is one of "
                        + String.join(", ", choices.stream().map(Fields::plain).toList()));
    }

    /** The object of this name; null if there is none. */
    @Nullable
    Fields object(String name) {
        return has(name) ? new Fields(pathOf(name), object.path(name)) : null;
    }

    /** A list of objects, each read to its end; empty if there is none. */
    <T> List<T> objects(String name, Function<Fields, T> read) {
        List<T> all = new ArrayList<>();
        for (JsonNode element : list(name)) {
            Fields fields = new Fields(pathOf(name) + "[" + all.size() + "]", element);
            all.add(read.apply(fields));
            fields.complete();
        }
        return all;
    }

    /** A list of texts; empty if there is none. */
    List<String> texts(String name) {
        List<String> all = new ArrayList<>();
        for (JsonNode element : list(name)) {
            if (!element.isValueNode() || element.asString("").isBlank()) {
                throw wrong(name, "is a list of texts");
            }
            all.add(element.asString(""));
        }
        return all;
    }

    private Iterable<JsonNode> list(String name) {
        if (!has(name)) {
            return List.of();
        }
        if (!object.path(name).isArray()) {
            throw wrong(name, "is a list");
        }
        return object.path(name).values();
    }

    /**
     * Everything that is known has been asked for.
     *
     * @throws LauncherException that names the first field nobody asked for
     */
    void complete() {
        for (String name : object.propertyNames()) {
            if (!asked.contains(name)) {
                throw LauncherException.misuse("there is no field " + pathOf(name) + " in a scenario"
                        + (path.isEmpty() ? "" : "; " + path + " may have " + known()));
            }
        }
    }

    private String known() {
        return String.join(", ", asked.stream().sorted().toList());
    }

    /** @param what completes the sentence that begins with the field's name */
    LauncherException wrong(String name, String what) {
        JsonNode value = object.path(name);
        String found = value.isMissingNode() ? "" : value.isString() ? value.asString("") : value.toString();
        String shown = found.length() > 40 ? found.substring(0, 40) + "…" : found;
        return LauncherException.misuse(
                pathOf(name) + " " + what + (value.isMissingNode() ? "" : ", and not " + shown));
    }

    /**
     * As {@link #wrong}, but it is not the value of the field alone that is wrong.
     *
     * @param what completes the sentence that begins with the field's name
     */
    LauncherException refused(String name, String what) {
        return LauncherException.misuse(pathOf(name) + " " + what);
    }

    private String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String plain(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    private static String plain(Duration time) {
        for (String unit : List.of("h", "m", "s", "ms", "us")) {
            long nanos = NANOS.getOrDefault(unit, 1L);
            if (time.toNanos() >= nanos && time.toNanos() % nanos == 0) {
                return time.toNanos() / nanos + unit;
            }
        }
        return "0s";
    }
}
