package dev.equipoise.registry.problem;

import dev.equipoise.http.limit.RefusalLimits;
import dev.equipoise.http.problem.Problems;
import dev.equipoise.registry.events.TooManySubscribersException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** The problems of the registry. */
@RestControllerAdvice
class RegistryProblems extends Problems {

    private static final Logger log = LoggerFactory.getLogger(RegistryProblems.class);
    private static final String TOO_MANY_SUBSCRIBERS = "too-many-subscribers";

    RegistryProblems(MeterRegistry meters, RefusalLimits limits) {
        super("registry", meters, limits, InstantSource.system());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> tooManySubscribers(TooManySubscribersException e) {
        count(TOO_MANY_SUBSCRIBERS);
        log.warn("Refused a subscriber: {}", e.getMessage());
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                .body(problem(HttpStatus.SERVICE_UNAVAILABLE, TOO_MANY_SUBSCRIBERS, String.valueOf(e.getMessage())));
    }
}
