package dev.equipoise.gateway.problem;

import dev.equipoise.gateway.clients.ClientRefusedException;
import dev.equipoise.gateway.forward.Unanswered;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What clients are told, and in which words. */
@Component
public final class Problems {

    private static final Map<String, String> SECURITY = Map.of(
            "X-Content-Type-Options", "nosniff",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "Referrer-Policy", "no-referrer",
            "Cache-Control", "no-store");

    private final JsonMapper json;
    private final Map<String, String> headers;

    Problems(JsonMapper json, ProblemProperties properties) {
        this.json = json;
        this.headers = properties.securityHeaders() ? SECURITY : Map.of();
        // Else the first to be told waits for classes to be loaded, and with him whoever shares his event loop.
        var unused = bytes(Problem.internal());
    }

    /** What goes with each of them, by name. */
    public Map<String, String> headers() {
        return headers;
    }

    /** As RFC 9457 wants it. */
    public byte[] bytes(Problem problem) {
        return json.writeValueAsBytes(problem.detailed());
    }

    /** @param retryAfterSeconds when asking again makes sense, where it does */
    public static Problem of(Unanswered why, long retryAfterSeconds) {
        return switch (why) {
            case NO_WORKER -> Problem.noWorker("No worker is available.");
            case NONE_ACCEPTS -> Problem.noWorker("No worker accepts connections.");
            case ALL_BUSY -> Problem.allBusy();
            case QUEUE_FULL -> Problem.overloaded("Every worker has as many requests as it may have, and enough wait.");
            case WAITED_TOO_LONG -> Problem.overloaded("No worker had room in time.");
            case TOO_MANY_AT_ONCE -> Problem.overloaded("The service has as many requests as it may have at once.");
            case BREAKER_OPEN -> Problem.breakerOpen(retryAfterSeconds);
            case RATE_LIMITED -> Problem.rateLimited(retryAfterSeconds);
            case BROKEN -> Problem.workerFailed();
            case FRAMING -> Problem.brokenFraming();
            case LATE -> Problem.workerTimeout();
            case UNUSABLE -> Problem.internal();
            case CLIENT_STALLED -> Problem.requestTimeout();
        };
    }

    public static Problem of(ClientRefusedException refused) {
        String detail = String.valueOf(refused.getMessage());
        return refused.blocked() ? Problem.blocked(detail) : Problem.limited(detail, refused.retryAfterSeconds());
    }
}
