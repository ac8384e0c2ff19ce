package dev.equipoise.gateway.problem;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;

/**
 * An error the gateway itself answers, whichever lane the request took.
 *
 * @param slug what its type ends in; null for one that has no type of ours
 * @param retryAfterSeconds 0 for none
 */
public record Problem(int status, @Nullable String slug, String detail, long retryAfterSeconds) {

    public static final String CONTENT_TYPE = "application/problem+json";

    static final String TYPE = "https://equipoise.dev/problems/";

    private static final long SOON = 1;

    public static Problem noWorker(String detail) {
        return new Problem(503, "no-worker", detail, SOON);
    }

    public static Problem allBusy() {
        return new Problem(503, "all-workers-busy", "Every worker has as many requests as it may have.", SOON);
    }

    public static Problem overloaded(String detail) {
        return new Problem(503, "service-overloaded", detail, SOON);
    }

    public static Problem breakerOpen(long retryAfterSeconds) {
        return new Problem(
                503,
                "circuit-open",
                "So many requests of the service failed that it gets none for a while.",
                retryAfterSeconds);
    }

    public static Problem rateLimited(long retryAfterSeconds) {
        return new Problem(
                429, "service-limited", "The service gets no more requests in this time.", retryAfterSeconds);
    }

    public static Problem workerFailed() {
        return new Problem(502, "worker-failed", "The worker closed the connection without an answer.", 0);
    }

    public static Problem brokenFraming() {
        return new Problem(502, "worker-failed", "The worker's answer breaks the framing of HTTP.", 0);
    }

    public static Problem workerTimeout() {
        return new Problem(504, "worker-timeout", "The worker did not answer in time.", 0);
    }

    public static Problem internal() {
        return new Problem(500, "internal-error", "The gateway failed to answer.", 0);
    }

    public static Problem requestTimeout() {
        return new Problem(408, "request-timeout", "The rest of the request did not come in time.", 0);
    }

    public static Problem malformed(String detail) {
        return new Problem(400, "malformed-request", detail, 0);
    }

    public static Problem uriTooLong() {
        return new Problem(414, "uri-too-long", "The request line is too long.", 0);
    }

    public static Problem bodyTooLarge() {
        return new Problem(413, "body-too-large", "The body is longer than it may be.", 0);
    }

    public static Problem headersTooLarge() {
        return new Problem(431, "headers-too-large", "The headers are too large.", 0);
    }

    public static Problem noTunnels() {
        return new Problem(405, "method-not-allowed", "This is no proxy for other hosts.", 0);
    }

    public static Problem unknownExpectation() {
        return new Problem(417, "unknown-expectation", "Nothing but 100-continue can be expected here.", 0);
    }

    public static Problem limited(String detail, long retryAfterSeconds) {
        return new Problem(429, "client-limited", detail, retryAfterSeconds);
    }

    public static Problem blocked(String detail) {
        return new Problem(403, "client-blocked", detail, 0);
    }

    ProblemDetail detailed() {
        ProblemDetail problem = ProblemDetail.forStatus(status);
        if (!detail.isEmpty()) {
            problem.setDetail(detail);
        }
        if (slug != null) {
            problem.setType(URI.create(TYPE + slug));
        }
        return problem;
    }
}
