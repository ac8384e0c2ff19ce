package dev.equipoise.registry.registration;

import dev.equipoise.core.registration.Leases;
import dev.equipoise.core.registration.Refusal;
import dev.equipoise.core.registration.RefusedException;
import dev.equipoise.http.operator.OperatorOnly;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What operators say of workers: who gets no new requests, and which id, claimed by two living processes, is free again. */
@RestController
class OperatorsController {

    private static final Logger log = LoggerFactory.getLogger(OperatorsController.class);

    private final Leases leases;

    OperatorsController(Leases leases) {
        this.leases = leases;
    }

    /** The verb of workers, spoken by an operator: who authorises itself does not sign. */
    @OperatorOnly
    @PostMapping(path = "/api/v1/workers/{id}/drain", headers = HttpHeaders.AUTHORIZATION)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void drain(@PathVariable String id) {
        leases.drain(id);
        log.warn("{} is drained by an operator", id);
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
