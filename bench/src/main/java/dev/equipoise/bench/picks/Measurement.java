package dev.equipoise.bench.picks;

/**
 * One benchmark with one set of parameters.
 *
 * @param benchmark method name: {@code pick}, {@code request} or {@code rebuild}
 */
record Measurement(String benchmark, String policy, int workers, int threads) {

    /** The same of another policy. */
    Measurement of(String other) {
        return new Measurement(benchmark, other, workers, threads);
    }

    @Override
    public String toString() {
        return "%s of %s, %,d workers, %d thread%s"
                .formatted(benchmark, policy, workers, threads, threads == 1 ? "" : "s");
    }
}
