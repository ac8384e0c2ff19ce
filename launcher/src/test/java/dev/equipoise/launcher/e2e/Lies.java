package dev.equipoise.launcher.e2e;

import dev.equipoise.core.reputation.GatewayReport.Sight;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What gateways say that saw all is well, and what one says that lies; drawn from a seed. */
final class Lies {

    /** Ways to lie. */
    static final int KINDS = 6;

    private final SplittableRandom random;
    private final int workers;

    /** @param workers {@code demo-1} to this one */
    Lies(long seed, int workers) {
        this.random = new SplittableRandom(seed);
        this.workers = workers;
    }

    /** From none to one in fifty failed. */
    List<Sight> truth() {
        List<Sight> sights = new ArrayList<>();
        for (int worker = 1; worker <= workers; worker++) {
            int requests = random.nextInt(150, 400);
            sights.add(new Sight("demo-" + worker, requests, random.nextInt(1 + requests / 50), 0, 0));
        }
        return sights;
    }

    /** All is well but with this worker, of whose requests all failed. */
    List<Sight> accusing(String worker) {
        return truth().stream()
                .map(sight -> sight.worker().equals(worker) ? failed(worker, sight.requests()) : sight)
                .toList();
    }

    private static Sight failed(String worker, int requests) {
        return new Sight(worker, requests, requests, 0, 0);
    }

    List<Sight> lie(int kind) {
        return switch (kind) {
            case 0 -> accusing("demo-" + random.nextInt(1, workers + 1));
            case 1 -> List.of(failed("demo-1", Integer.MAX_VALUE));
            case 2 ->
                allOf(worker ->
                        new Sight(worker, 1_000, random.nextInt(1_001), random.nextInt(1_000), random.nextInt(1_000)));
            case 3 -> allOf(worker -> new Sight(worker, Integer.MAX_VALUE, 0, Integer.MAX_VALUE, Integer.MAX_VALUE));
            case 4 ->
                allOf(worker ->
                        worker.equals("demo-2") ? failed(worker, 100_000) : new Sight(worker, 100_000, 0, 0, 0));
            default -> {
                List<Sight> sights = new ArrayList<>(accusing("demo-3"));
                for (int i = 0; i < 1_000; i++) {
                    sights.add(failed("nobody-" + i, 1_000));
                }
                yield sights;
            }
        };
    }

    private List<Sight> allOf(java.util.function.Function<String, Sight> what) {
        List<Sight> sights = new ArrayList<>();
        for (int worker = 1; worker <= workers; worker++) {
            sights.add(what.apply("demo-" + worker));
        }
        return sights;
    }

    /** From well to very unwell. */
    int strain() {
        return random.nextInt(9);
    }
}
