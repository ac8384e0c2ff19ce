package dev.equipoise.console.traffic;

/**
 * What a gateway has counted since it started.
 *
 * @param requests that ended
 * @param failures those answered with 5xx
 * @param seconds all of them took together
 */
public record Counted(double requests, double failures, double seconds) {

    static final Counted NOTHING = new Counted(0, 0, 0);

    private static final String NAME = "equipoise_gateway_requests_seconds_";
    private static final String COUNT = NAME + "count{";
    private static final String SUM = NAME + "sum{";
    private static final String FAILED = "status=\"5xx\"";

    /** Of a text in Prometheus' format. What is not ours in it, or is no number, is left out. */
    public static Counted in(String exposition) {
        double requests = 0;
        double failures = 0;
        double seconds = 0;
        for (String line : (Iterable<String>) exposition.lines()::iterator) {
            if (line.startsWith(COUNT)) {
                double value = value(line);
                requests += value;
                failures += line.contains(FAILED) ? value : 0;
            } else if (line.startsWith(SUM)) {
                seconds += value(line);
            }
        }
        return new Counted(requests, failures, seconds);
    }

    /** What came since {@code before}. A gateway that counts less than before has started anew: then all of it came since. */
    Counted since(Counted before) {
        return requests < before.requests
                ? this
                : new Counted(
                        requests - before.requests,
                        Math.max(0, failures - before.failures),
                        Math.max(0, seconds - before.seconds));
    }

    Counted plus(Counted other) {
        return new Counted(requests + other.requests, failures + other.failures, seconds + other.seconds);
    }

    private static double value(String line) {
        try {
            double value = Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
            return Double.isFinite(value) ? value : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
