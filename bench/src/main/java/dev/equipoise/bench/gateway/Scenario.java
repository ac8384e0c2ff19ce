package dev.equipoise.bench.gateway;

import java.io.IOException;

/** Something that is played and told of. */
interface Scenario {

    /** @return a section of Markdown */
    String play(Stage stage) throws IOException, InterruptedException;

    /** The middle one; of an even number the upper. NaN if there are none. */
    static double median(java.util.List<Double> values) {
        return values.isEmpty() ? Double.NaN : values.stream().sorted().toList().get(values.size() / 2);
    }
}
