package dev.equipoise.core.detection;

import java.time.Duration;

/**
 * What is done about an attack.
 *
 * @param lasts how long; zero for what is done once
 */
public record Response(Action action, Duration lasts) {

    /** With AppSensor's class of response. */
    public enum Action {
        /** ASR-A: written down. */
        LOG,
        /** ASR-B: told to an operator. */
        NOTIFY,
        /** ASR-D: counted against the subject. */
        SCORE,
        /** ASR-F: answered late. */
        SLOW,
        /** ASR-I: refused with 429. */
        LIMIT,
        /** ASR-K: refused with 403. */
        BLOCK
    }

    public static Response once(Action action) {
        return new Response(action, Duration.ZERO);
    }
}
