package dev.equipoise.core;

import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;

/** Fleets for tests. Their workers' ids are {@code w-1}, {@code w-2}, …, in the order of registration. */
public final class Fleets {

    private static final URI ANYWHERE = URI.create("http://127.0.0.1:9001");

    private Fleets() {}

    /** {@code size} workers of weight 1. */
    public static Fleet of(int size) {
        return Fleet.of(
                1, IntStream.rangeClosed(1, size).mapToObj(Fleets::worker).toList());
    }

    /** One worker per weight. */
    public static Fleet weighted(double... weights) {
        return Fleet.of(
                1,
                IntStream.range(0, weights.length)
                        .mapToObj(i -> worker(i + 1).withWeight(weights[i]))
                        .toList());
    }

    /** {@code size} workers of weight 1 with names of their own kind, so that each prefix is another fleet. */
    public static Fleet named(String prefix, int size) {
        return Fleet.of(
                1,
                IntStream.rangeClosed(1, size)
                        .mapToObj(i -> Worker.of(prefix + i, ANYWHERE).withSequence(i))
                        .toList());
    }

    public static Worker worker(int number) {
        return Worker.of("w-" + number, ANYWHERE).withSequence(number);
    }

    public static Fleet without(Fleet fleet, String id) {
        return fleet.matching(worker -> !worker.id().equals(id));
    }

    public static List<String> ids(Fleet fleet) {
        return fleet.workers().stream().map(Worker::id).toList();
    }
}
