package dev.equipoise.registry.registration;

import dev.equipoise.core.registration.Leases;
import dev.equipoise.core.registration.Refusal;
import dev.equipoise.core.registration.RefusedException;
import dev.equipoise.http.operator.OperatorOnly;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Operators release ids that two living processes had claimed. */
@RestController
class ReleaseController {

    private static final Logger log = LoggerFactory.getLogger(ReleaseController.class);

    private final Leases leases;

    ReleaseController(Leases leases) {
        this.leases = leases;
    }

    @OperatorOnly
    @PostMapping("/api/v1/workers/{id}/release")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void release(@PathVariable String id) {
        if (!leases.release(id)) {
            throw new RefusedException(Refusal.UNKNOWN_WORKER, "No worker of this id is barred.");
        }
        log.warn("The id {} is released by an operator", id);
    }
}
