package dev.equipoise.reputation.problem;

import dev.equipoise.http.limit.RefusalLimits;
import dev.equipoise.http.problem.Problems;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** The problems of the reputation service: none that are its own. */
@RestControllerAdvice
class ReputationProblems extends Problems {

    ReputationProblems(MeterRegistry meters, RefusalLimits limits, InstantSource clock) {
        super("reputation", meters, limits, clock);
    }
}
