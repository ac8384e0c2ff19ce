package dev.equipoise.gateway.behaviour;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * A way that requests take through the gateway. Every test of this package runs over the express lane, and in the profile {@code long} over each. A new one is a constant: what
 * sends requests its way, and in what it is known to fall short.
 */
enum Lane {
    /** Spring Cloud Gateway's filters, and the forwarder behind them. */
    SPRING(List.of("--equipoise.gateway.express.enabled=false"), Set.of()),

    /** At the codec. */
    EXPRESS(List.of("--equipoise.gateway.express.enabled=true"), Set.of());

    private final List<String> arguments;
    private final Set<Enum<?>> knownShortfalls;

    Lane(List<String> arguments, Set<Enum<?>> knownShortfalls) {
        this.arguments = arguments;
        this.knownShortfalls = knownShortfalls;
    }

    /** Those that tests run over: the express lane, and all of them in the profile {@code long}. */
    static List<Lane> tried() {
        return System.getProperty("test.excluded", "").equals("long") ? List.of(EXPRESS) : List.of(values());
    }

    /** What the gateway is started with. */
    List<String> arguments() {
        return arguments;
    }

    /** Limits so short that tests need not wait long for them. */
    String[] shortLimits() {
        return new String[] {
            "--server.netty.idle-timeout=2s",
            "--spring.cloud.gateway.server.webflux.httpclient.response-timeout=1s",
            "--equipoise.gateway.forwarder.idle-timeout=1s",
            "--equipoise.gateway.front.least-body-rate=100B",
            "--equipoise.gateway.front.body-grace=2s"
        };
    }

    /** What a test proves. */
    @FunctionalInterface
    interface Proof {
        void run() throws Exception;
    }

    /**
     * Something that holds on every lane but those that are known to fall short in it. There it must not hold, so that a
     * lane that was mended is noticed, and its constant changed.
     */
    void holds(Enum<?> shortfall, Proof proof) throws Exception {
        if (!knownShortfalls.contains(shortfall)) {
            try {
                proof.run();
            } catch (AssertionError | Exception unknown) {
                throw new AssertionError("the lane " + this + " falls short: " + shortfall, unknown);
            }
            return;
        }
        try {
            proof.run();
        } catch (AssertionError
                | java.io.IOException
                | TimeoutException
                | java.util.concurrent.ExecutionException known) {
            System.out.println(this + " falls short: " + shortfall + ": " + firstLine(known));
            return;
        }
        throw new AssertionError(shortfall + " is mended on the lane " + this + ": it is no known shortfall any more");
    }

    /** For what a test cannot tell apart otherwise. */
    boolean fallsShortOf(Shortfall shortfall) {
        return knownShortfalls.contains(shortfall);
    }

    private static String firstLine(Throwable problem) {
        return String.valueOf(problem)
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("");
    }
}
