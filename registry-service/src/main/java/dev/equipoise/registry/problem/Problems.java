package dev.equipoise.registry.problem;

import dev.equipoise.core.membership.StoreUnavailableException;
import dev.equipoise.core.registration.Refusal;
import dev.equipoise.core.registration.RefusedException;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Every error as problem details with a stable type; one log line each, without secrets and without a stack trace. */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

    static final String TYPE = "https://equipoise.dev/problems/";

    private static final Logger log = LoggerFactory.getLogger(Problems.class);
    private static final String RETRY_SECONDS = "1";

    private static final Map<Refusal, HttpStatus> STATUS = Map.ofEntries(
            Map.entry(Refusal.UNSIGNED, HttpStatus.UNAUTHORIZED),
            Map.entry(Refusal.MALFORMED_SIGNATURE, HttpStatus.BAD_REQUEST),
            Map.entry(Refusal.UNKNOWN_KEY, HttpStatus.UNAUTHORIZED),
            Map.entry(Refusal.STALE_SIGNATURE, HttpStatus.UNAUTHORIZED),
            Map.entry(Refusal.DIGEST_MISMATCH, HttpStatus.BAD_REQUEST),
            Map.entry(Refusal.BAD_SIGNATURE, HttpStatus.UNAUTHORIZED),
            Map.entry(Refusal.REPLAYED, HttpStatus.UNAUTHORIZED),
            Map.entry(Refusal.OLDER_THAN_STORE, HttpStatus.UNAUTHORIZED),
            Map.entry(Refusal.BODY_TOO_LARGE, HttpStatus.CONTENT_TOO_LARGE),
            Map.entry(Refusal.UNSUPPORTED_MEDIA_TYPE, HttpStatus.UNSUPPORTED_MEDIA_TYPE),
            Map.entry(Refusal.MALFORMED_JSON, HttpStatus.BAD_REQUEST),
            Map.entry(Refusal.WORKER_NOT_ALLOWED, HttpStatus.FORBIDDEN),
            Map.entry(Refusal.SERVICE_NOT_ALLOWED, HttpStatus.FORBIDDEN),
            Map.entry(Refusal.ADDRESS_NOT_ALLOWED, HttpStatus.FORBIDDEN),
            Map.entry(Refusal.INVALID_FIELD, HttpStatus.BAD_REQUEST),
            Map.entry(Refusal.UNKNOWN_LEASE, HttpStatus.NOT_FOUND),
            Map.entry(Refusal.UNKNOWN_WORKER, HttpStatus.NOT_FOUND),
            Map.entry(Refusal.ADDRESS_CONFLICT, HttpStatus.CONFLICT),
            Map.entry(Refusal.ID_BARRED, HttpStatus.FORBIDDEN),
            Map.entry(Refusal.KEY_REVOKED, HttpStatus.UNAUTHORIZED),
            Map.entry(Refusal.FLEET_FULL, HttpStatus.SERVICE_UNAVAILABLE));

    private final MeterRegistry meters;

    Problems(MeterRegistry meters) {
        this.meters = meters;
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(RefusedException e, HttpServletRequest request) {
        Refusal refusal = e.refusal();
        meters.counter("equipoise.registry.refusals", "reason", refusal.slug()).increment();
        log.warn(
                "Refused {} {} from {}: {} ({})",
                request.getMethod(),
                request.getRequestURI(),
                request.getRemoteAddr(),
                refusal.slug(),
                e.getMessage());
        HttpStatus status = STATUS.getOrDefault(refusal, HttpStatus.BAD_REQUEST);
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status);
        if (status == HttpStatus.UNAUTHORIZED) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Signature");
        }
        if (status == HttpStatus.CONFLICT || status == HttpStatus.SERVICE_UNAVAILABLE) {
            answer.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        return answer.body(problem(status, refusal.slug(), e.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> storeAway(StoreUnavailableException e, HttpServletRequest request) {
        // The sweep has said so, once.
        log.debug("The store is away: {} {} not served", request.getMethod(), request.getRequestURI(), e);
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                .body(problem(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "store-unavailable",
                        "The registry cannot reach its store; nothing was changed. Try again."));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unexpected(RuntimeException e, HttpServletRequest request) {
        log.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
        return ResponseEntity.internalServerError()
                .body(problem(HttpStatus.INTERNAL_SERVER_ERROR, "internal-error", "The registry failed to answer."));
    }

    private static ProblemDetail problem(HttpStatus status, String slug, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create(TYPE + slug));
        return problem;
    }
}
