package dev.equipoise.gateway.forward;

import dev.equipoise.gateway.affinity.Sessions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is configured of a service as the forwarder sees it. Immutable: a change is another one, for the requests that come after it.
 *
 * @param requestBuffer bytes of a body of declared length that are to be there before a worker is picked; 0 for none
 * @param hedging null where no request is sent to a second worker before the first has failed
 * @param fallback the service that has the requests while this one has no worker or its breaker is open; null for none
 * @param sessions null where no request belongs to one worker rather than to another
 */
public record ServiceSettings(
        Times times,
        Repeats repeats,
        Waiting waiting,
        int requestBuffer,
        @Nullable Hedging hedging,
        GateSettings gates,
        @Nullable String fallback,
        @Nullable Sessions sessions) {

    /**
     * @param perTry from the end of the request to the head of the answer, for each try
     * @param total from the start of the request to the head of the answer, over all tries; where there is a body, from its end
     * @param idle between two parts of a body, whichever side owes one
     */
    public record Times(Duration perTry, Duration total, Duration idle) {}

    /**
     * Tries on another worker, where a request may be sent again.
     *
     * @param most for each request
     * @param share of the requests of the last ten seconds that all of them may be
     * @param perSecond which there may be as well
     * @param errors whether answers of 500, 502, 503 and 504 to requests that change nothing are a reason
     */
    public record Repeats(int most, double share, int perSecond, boolean errors) {}

    /**
     * While every worker has as many requests as it may have.
     *
     * @param most requests that wait; 0 for none
     * @param longest that one waits
     */
    public record Waiting(int most, Duration longest) {

        static final Waiting NONE = new Waiting(0, Duration.ZERO);
    }

    /**
     * Requests that change nothing go to a second worker when the first one takes long.
     *
     * @param after so long, where {@code quantile} is 0
     * @param quantile of the times to the head of an answer, as they were seen, after which it goes; in (0, 1), or 0
     * @param share of the requests of the last ten seconds that may do so, and one a second
     */
    public record Hedging(Duration after, double quantile, double share) {}

    /** Of a service that has nothing but these. */
    public static ServiceSettings of(Times times, Repeats repeats) {
        return new ServiceSettings(times, repeats, Waiting.NONE, 0, null, GateSettings.OPEN, null, null);
    }
}
