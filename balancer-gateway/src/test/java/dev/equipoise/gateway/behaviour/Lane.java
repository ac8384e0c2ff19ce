package dev.equipoise.gateway.behaviour;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * A way that requests take through the gateway. Every test of this package runs over each. A new one is a constant: what
 * sends requests its way, and in what it is known to fall short.
 */
enum Lane {
    /** Spring Cloud Gateway's own routing, as far as it goes. */
    SPRING(
            List.of(),
            Set.of(
                    BadRequest.ODD_CODING_AND_LENGTH,
                    BadRequest.UNKNOWN_CODING,
                    BadRequest.CODING_TWICE,
                    BadRequest.CODING_IN_TWO_LINES,
                    BadRequest.FOLDED_LINE,
                    BadRequest.NO_HOST,
                    BadRequest.TWO_HOSTS,
                    BadRequest.HOSTS_IN_A_LIST,
                    BadRequest.HOST_WITH_A_PATH,
                    BadRequest.HOST_WITH_A_USER,
                    BadRequest.UNKNOWN_VERSION,
                    BadRequest.VERSION_IN_SMALL_LETTERS,
                    BadRequest.TWO_SPACES,
                    BadRequest.TAB_FOR_A_SPACE,
                    BadRequest.CONTROL_IN_THE_TARGET,
                    BadRequest.FRAGMENT_IN_THE_TARGET,
                    BadRequest.TARGET_WITHOUT_A_SLASH,
                    BadRequest.ASTERISK_FOR_A_GET,
                    BadRequest.TUNNEL,
                    BadRequest.MANY_FIELDS,
                    BadChunk.SPACE_BEFORE,
                    BadAnswer.ODD_CODING,
                    BadAnswer.FOLDED_LINE,
                    BadAnswer.NAME_WITH_A_SPACE,
                    BadAnswer.SWITCH_NOBODY_ASKED_FOR,
                    Target.PARAMETER_OF_TWO_VALUES,
                    Target.NOTHING_BEHIND_THE_MARK,
                    Target.EMPTY_PARAMETERS,
                    Target.ADDRESS_IN_THE_QUERY,
                    Target.TWO_SLASHES,
                    Target.SLASHES_WITHIN,
                    Target.SLASHES_AT_THE_END,
                    Target.SLASHES_AS_OF_A_HOST,
                    Target.BRACES,
                    Target.LONELY_PERCENT,
                    Target.PERCENT_OF_NOTHING,
                    Target.QUOTE,
                    Target.RAW_LATIN,
                    Shortfall.ABSOLUTE_TARGETS,
                    Shortfall.OPTIONS_OF_EVERYTHING,
                    Shortfall.TRAILERS_OF_REQUESTS,
                    Shortfall.UNKNOWN_EXPECTATIONS,
                    Shortfall.PROXY_CONNECTION,
                    Shortfall.INVENTED_FIELDS,
                    Shortfall.FORWARDED,
                    Shortfall.BROKEN_BODIES,
                    Shortfall.INFORMATIONAL_ANSWERS,
                    Shortfall.EARLY_HINTS,
                    Shortfall.HEADS_HELD_BACK,
                    Shortfall.BYTES_BEHIND_ANSWERS,
                    Shortfall.RESETS_IN_MID_BODY,
                    Shortfall.RESET_OF_ENDLESS_BODIES,
                    Shortfall.STALE_CONNECTIONS,
                    Shortfall.HANGING_WORKERS,
                    Shortfall.SLOW_BODIES,
                    Shortfall.BIG_MESSAGES,
                    Shortfall.FRAGMENTS,
                    Shortfall.SUBPROTOCOLS,
                    Shortfall.REFUSED_HANDSHAKES,
                    Shortfall.ENDS_THAT_LOOK_CLEAN,
                    Shortfall.GOING_AWAY));

    private final List<String> arguments;
    private final Set<Enum<?>> knownShortfalls;

    Lane(List<String> arguments, Set<Enum<?>> knownShortfalls) {
        this.arguments = arguments;
        this.knownShortfalls = knownShortfalls;
    }

    /** What the gateway is started with. */
    List<String> arguments() {
        return arguments;
    }

    /** Limits so short that tests need not wait long for them. */
    String[] shortLimits() {
        return new String[] {
            "--server.netty.idle-timeout=2s", "--spring.cloud.gateway.server.webflux.httpclient.response-timeout=1s"
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
            proof.run();
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
