package dev.equipoise.core.reputation;

import java.util.regex.Pattern;

/**
 * The one text of a fact, in one line: its thirteen fields in the order of the record, those of the effect in their place,
 * with tabs between them. Equal facts have equal texts and a text has one fact, on every JDK: whole numbers stand as such,
 * others in the hexadecimal notation of {@link Double#toHexString}, which loses no bit. Backslash, tab and newline stand as
 * {@code \\}, {@code \t} and {@code \n}; other control characters, line separators and halves of surrogate pairs as a
 * backslash, {@code u} and four digits.
 */
public final class FactText {

    private static final int FIELDS = 13;
    private static final String NONE = "-";
    private static final int SHOWN = 200;
    private static final int HEX_DIGITS = 4;
    private static final int HEX = 16;
    private static final double EXACT = 1L << 53;
    private static final Pattern WHOLE = Pattern.compile("\\d{1,16}");
    private static final Pattern HEXADECIMAL = Pattern.compile("-?0x[01]\\.[0-9a-f]{1,13}p-?\\d{1,4}");

    private FactText() {}

    public static String of(Fact fact) {
        Effect effect = fact.effect();
        return String.join(
                "\t",
                escaped(fact.id()),
                Long.toString(fact.at()),
                escaped(fact.worker()),
                escaped(fact.place()),
                fact.type().name(),
                number(effect.proven()),
                number(effect.behaviour()),
                number(effect.credit()),
                number(effect.debt()),
                number(effect.flap()),
                escaped(fact.why()),
                escaped(fact.reporter()),
                fact.until() == null ? NONE : fact.until().toString());
    }

    /** @throws IllegalArgumentException with a sentence if that is no text of a fact, or not the one it has */
    public static Fact parse(String text) {
        String[] fields = text.split("\t", FIELDS + 1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("a fact has " + FIELDS + " fields with tabs between" + shown(text));
        }
        Fact fact;
        try {
            fact = fact(fields);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a fact: " + e.getMessage() + shown(text), e);
        }
        if (!of(fact).equals(text)) {
            throw new IllegalArgumentException("not as we write a fact" + shown(text));
        }
        return fact;
    }

    private static Fact fact(String[] fields) {
        return new Fact(
                unescaped(fields[0]),
                whole(fields[1]),
                unescaped(fields[2]),
                unescaped(fields[3]),
                FactType.valueOf(fields[4]),
                new Effect(
                        number(fields[5]), number(fields[6]), number(fields[7]), number(fields[8]), number(fields[9])),
                unescaped(fields[10]),
                unescaped(fields[11]),
                fields[12].equals(NONE) ? null : (Long) whole(fields[12]));
    }

    private static String shown(String text) {
        return ": " + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text);
    }

    private static String number(double value) {
        boolean whole = value == Math.rint(value) && value < EXACT && Double.compare(value, 0.0) >= 0;
        return whole ? Long.toString((long) value) : Double.toHexString(value);
    }

    private static double number(String text) {
        if (!WHOLE.matcher(text).matches() && !HEXADECIMAL.matcher(text).matches()) {
            throw new IllegalArgumentException("no number of ours is " + text);
        }
        return Double.parseDouble(text);
    }

    private static long whole(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("no time is " + text, e);
        }
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                default -> {
                    if (standsAsItIs(text, i)) {
                        out.append(c);
                    } else {
                        out.append(String.format("\\u%04x", (int) c));
                    }
                }
            }
        }
        return out.toString();
    }

    private static boolean standsAsItIs(String text, int index) {
        char c = text.charAt(index);
        if (Character.isHighSurrogate(c)) {
            return index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
        }
        return !Character.isISOControl(c) && c != '\u2028' && c != '\u2029';
    }

    private static String unescaped(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            i++;
            switch (i < text.length() ? text.charAt(i) : ' ') {
                case '\\' -> out.append('\\');
                case 't' -> out.append('\t');
                case 'n' -> out.append('\n');
                case 'u' -> {
                    out.append(character(text, i + 1));
                    i += HEX_DIGITS;
                }
                default -> throw new IllegalArgumentException("a backslash that escapes nothing");
            }
        }
        return out.toString();
    }

    private static char character(String text, int start) {
        int end = start + HEX_DIGITS;
        if (end > text.length()) {
            throw new IllegalArgumentException("a backslash that escapes nothing");
        }
        return (char) Integer.parseInt(text.substring(start, end), HEX);
    }
}
