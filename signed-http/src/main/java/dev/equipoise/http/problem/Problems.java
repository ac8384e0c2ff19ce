package dev.equipoise.http.problem;

import dev.equipoise.core.membership.StoreUnavailableException;
import dev.equipoise.core.registration.Refusal;
import dev.equipoise.core.registration.RefusedException;
import dev.equipoise.http.limit.Limited;
import dev.equipoise.http.limit.RefusalLimits;
import dev.equipoise.http.limit.Source;
import dev.equipoise.http.limit.TooManyRefusalsException;
import dev.equipoise.http.operator.OperatorOnlyException;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Every error as problem details with a stable type. Refusals are counted against the address they came from, and logged
 * at a bounded rate, without secrets and without a stack trace. A service makes it its advice by a subclass, which adds the
 * errors that are its own.
 */
public abstract class Problems extends ResponseEntityExceptionHandler {

    /** Tells clients to try again soon. */
    protected static final String RETRY_SECONDS = "1";

    static final String TYPE = "https://equipoise.dev/problems/";

    private static final Logger log = LoggerFactory.getLogger(Problems.class);
    private static final String OPERATOR_ONLY = "operator-only";

    private static final Map<Refusal, HttpStatus> STATUS = Map.ofEntries(
            Map.entry(Refusal.UNSIGNED, HttpStatus.UNAUTHORIZED),
            Map.entry(Refusal.MALFORMED_SIGNATURE, HttpStatus.BAD_REQUEST),
            Map.entry(Refusal.UNKNOWN_KEY, HttpStatus.UNAUTHORIZED),
            Map.entry(Refusal.KEY_NOT_ACTIVE, HttpStatus.UNAUTHORIZED),
            Map.entry(Refusal.KEY_REVOKED, HttpStatus.UNAUTHORIZED),
            Map.entry(Refusal.STALE_SIGNATURE, HttpStatus.UNAUTHORIZED),
            Map.entry(Refusal.DIGEST_MISMATCH, HttpStatus.BAD_REQUEST),
            Map.entry(Refusal.BAD_SIGNATURE, HttpStatus.UNAUTHORIZED),
            Map.entry(Refusal.REPLAYED, HttpStatus.UNAUTHORIZED),
            Map.entry(Refusal.OLDER_THAN_STORE, HttpStatus.UNAUTHORIZED),
            Map.entry(Refusal.BODY_TOO_LARGE, HttpStatus.CONTENT_TOO_LARGE),
            Map.entry(Refusal.UNSUPPORTED_MEDIA_TYPE, HttpStatus.UNSUPPORTED_MEDIA_TYPE),
            Map.entry(Refusal.MALFORMED_JSON, HttpStatus.BAD_REQUEST),
            Map.entry(Refusal.ROLE_NOT_ALLOWED, HttpStatus.FORBIDDEN),
            Map.entry(Refusal.JOIN_TOKEN_REFUSED, HttpStatus.FORBIDDEN),
            Map.entry(Refusal.WORKER_NOT_ALLOWED, HttpStatus.FORBIDDEN),
            Map.entry(Refusal.SERVICE_NOT_ALLOWED, HttpStatus.FORBIDDEN),
            Map.entry(Refusal.ADDRESS_NOT_ALLOWED, HttpStatus.FORBIDDEN),
            Map.entry(Refusal.INVALID_FIELD, HttpStatus.BAD_REQUEST),
            Map.entry(Refusal.UNKNOWN_LEASE, HttpStatus.NOT_FOUND),
            Map.entry(Refusal.UNKNOWN_WORKER, HttpStatus.NOT_FOUND),
            Map.entry(Refusal.ADDRESS_CONFLICT, HttpStatus.CONFLICT),
            Map.entry(Refusal.ID_BARRED, HttpStatus.FORBIDDEN),
            Map.entry(Refusal.KEY_EXISTS, HttpStatus.CONFLICT),
            Map.entry(Refusal.FLEET_FULL, HttpStatus.SERVICE_UNAVAILABLE),
            Map.entry(Refusal.TRUST_STORE_FULL, HttpStatus.SERVICE_UNAVAILABLE));

    /** Refusals that waiting may cure. Not of every conflict: a key id that is taken stays taken. */
    private static final Set<Refusal> PASSING =
            EnumSet.of(Refusal.ADDRESS_CONFLICT, Refusal.FLEET_FULL, Refusal.OLDER_THAN_STORE);

    private static final int LONGEST_URI_LOGGED = 200;

    private final String service;
    private final MeterRegistry meters;
    private final RefusalLimits limits;
    private final RefusalLog refusals;

    /** @param service as it is called in metrics, such as {@code registry} */
    protected Problems(String service, MeterRegistry meters, RefusalLimits limits, InstantSource clock) {
        this.service = service;
        this.meters = meters;
        this.limits = limits;
        this.refusals = new RefusalLog(log, metric("refusals"), clock);
    }

    private String metric(String name) {
        return "equipoise." + service + "." + name;
    }

    /** One more refusal for this reason. */
    protected void count(String reason) {
        meters.counter(metric("refusals"), "reason", reason).increment();
    }

    @ExceptionHandler
    public ResponseEntity<ProblemDetail> refused(RefusedException e, HttpServletRequest request) {
        Refusal refusal = e.refusal();
        count(refusal.slug());
        Limited limited = RefusalLimits.counts(refusal) ? limits.refused(Source.of(request.getRemoteAddr())) : null;
        if (limited != null) {
            return tooMany(limited, request);
        }
        refusals.warn(
                "Refused {} {} from {}: {} ({})",
                request.getMethod(),
                uri(request),
                request.getRemoteAddr(),
                refusal.slug(),
                e.getMessage());
        HttpStatus status = STATUS.getOrDefault(refusal, HttpStatus.BAD_REQUEST);
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status);
        if (status == HttpStatus.UNAUTHORIZED) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Signature");
        }
        if (PASSING.contains(refusal)) {
            answer.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        return answer.body(problem(status, refusal.slug(), e.getMessage()));
    }

    @ExceptionHandler
    public ResponseEntity<ProblemDetail> notLookedAt(TooManyRefusalsException e, HttpServletRequest request) {
        return tooMany(e.limited(), request);
    }

    @ExceptionHandler
    public ResponseEntity<ProblemDetail> operatorOnly(OperatorOnlyException e, HttpServletRequest request) {
        count(OPERATOR_ONLY);
        if (!e.isPossible()) {
            return ResponseEntity.status(HttpStatus.FORBIDDEN)
                    .body(problem(HttpStatus.FORBIDDEN, OPERATOR_ONLY, e.getMessage()));
        }
        Limited limited = limits.refused(Source.of(request.getRemoteAddr()));
        if (limited != null) {
            return tooMany(limited, request);
        }
        refusals.warn(
                "Refused {} {} from {}: not an operator", request.getMethod(), uri(request), request.getRemoteAddr());
        return ResponseEntity.status(HttpStatus.UNAUTHORIZED)
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .body(problem(HttpStatus.UNAUTHORIZED, OPERATOR_ONLY, e.getMessage()));
    }

    /** One line when it begins or gets worse, none for each request. */
    private ResponseEntity<ProblemDetail> tooMany(Limited limited, HttpServletRequest request) {
        meters.counter(metric("limited"), "by", limited.blocked() ? "block" : "rate")
                .increment();
        long seconds = Math.max(1, (limited.retryAfter().toMillis() + 999) / 1000);
        if (limited.worse()) {
            refusals.warn(
                    "{} is {} for {} s: too many of its requests were refused",
                    Source.of(request.getRemoteAddr()),
                    limited.blocked() ? "blocked" : "limited",
                    seconds);
        }
        return ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS)
                .header(HttpHeaders.RETRY_AFTER, String.valueOf(seconds))
                .body(
                        problem(
                                HttpStatus.TOO_MANY_REQUESTS,
                                "too-many-refusals",
                                "Too many requests from this address were refused, and this one does not prove itself either."));
    }

    private static String uri(HttpServletRequest request) {
        String uri = request.getRequestURI();
        return uri.length() > LONGEST_URI_LOGGED ? uri.substring(0, LONGEST_URI_LOGGED) + "..." : uri;
    }

    @ExceptionHandler
    public ResponseEntity<ProblemDetail> storeAway(StoreUnavailableException e, HttpServletRequest request) {
        // Whoever works on the store all the time has said so, once.
        log.debug("The store is away: {} {} not served", request.getMethod(), request.getRequestURI(), e);
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                .body(problem(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "store-unavailable",
                        "The store cannot be reached; nothing was changed. Try again."));
    }

    @ExceptionHandler
    public ResponseEntity<ProblemDetail> unexpected(RuntimeException e, HttpServletRequest request) {
        log.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
        return ResponseEntity.internalServerError()
                .body(problem(HttpStatus.INTERNAL_SERVER_ERROR, "internal-error", "The service failed to answer."));
    }

    protected static ProblemDetail problem(HttpStatus status, String slug, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create(TYPE + slug));
        return problem;
    }
}
