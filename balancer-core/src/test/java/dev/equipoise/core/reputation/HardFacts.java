package dev.equipoise.core.reputation;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Facts with every character that could break a line and every kind of number. */
public final class HardFacts {

    private static final long NOON = 1_767_268_800_000L;
    private static final int SPAN = 20 * 24 * 3_600_000;
    private static final String[] HARD = {
        "\t",
        "\n",
        "\r",
        "\\",
        "\\t",
        "\0",
        "\u0085",
        "\u2028",
        "\u2029",
        "\ud83d",
        "\ude00",
        "\ud83d\ude00",
        "\u00fc",
        "\ufeff",
        "\ufffd",
        "-",
        " ",
        "\"",
        "\u007f"
    };

    private HardFacts() {}

    /** Facts with ids that are unique among those of one call. */
    public static List<Fact> of(RandomGenerator random, int count) {
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            facts.add(new Fact(
                    "fact-" + i + text(random),
                    NOON + random.nextInt(SPAN),
                    "w-" + random.nextInt(7),
                    random.nextBoolean() ? "" : "owner@10.0.0." + random.nextInt(3) + ":80" + text(random),
                    FactType.values()[random.nextInt(FactType.values().length)],
                    new Effect(number(random), number(random), number(random), number(random), number(random)),
                    text(random),
                    text(random),
                    random.nextBoolean() ? null : (Long) random.nextLong()));
        }
        return facts;
    }

    private static String text(RandomGenerator random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(random.nextBoolean() ? HARD[random.nextInt(HARD.length)] : "abc");
        }
        return text.toString();
    }

    private static double number(RandomGenerator random) {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> random.nextInt(1000);
            case 2 -> random.nextDouble();
            case 3 -> Math.exp(random.nextDouble() * 1200 - 700);
            case 4 -> random.nextBoolean() ? Double.MIN_VALUE : -0.0;
            default -> (1L << 53) + 2L * random.nextInt(3);
        };
    }
}
