package dev.equipoise.reputation.standings;

import dev.equipoise.core.registration.Refusal;
import dev.equipoise.core.registration.RefusedException;
import dev.equipoise.core.reputation.Fact;
import dev.equipoise.core.reputation.FactLog;
import dev.equipoise.core.reputation.FactType;
import dev.equipoise.core.reputation.FactWeights;
import dev.equipoise.http.message.SignedRequests;
import dev.equipoise.http.message.StrictJson;
import dev.equipoise.http.operator.OperatorOnly;
import dev.equipoise.reputation.book.FactBook;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What operators say of workers: a fact like any other, taken by any replica. Balancers know within seconds. */
@RestController
@RequestMapping("/api/v1/standings/{id}")
class VerdictsController {

    private static final Logger log = LoggerFactory.getLogger(VerdictsController.class);

    private final FactLog facts;
    private final FactBook book;
    private final FactWeights weights;
    private final InstantSource clock;

    VerdictsController(FactLog facts, FactBook book, FactWeights weights, InstantSource clock) {
        this.facts = facts;
        this.book = book;
        this.weights = weights;
        this.clock = clock;
    }

    @OperatorOnly
    @PostMapping("/pardon")
    @ResponseStatus(HttpStatus.ACCEPTED)
    EventsView.Event pardon(@PathVariable String id, HttpServletRequest request) throws IOException {
        VerdictBody body = body(request);
        if (body.until() != null) {
            throw StandingQuery.invalid("A pardon has no end: leave the field until away.");
        }
        return say(id, FactType.PARDONED, body, null);
    }

    @OperatorOnly
    @PostMapping("/quarantine")
    @ResponseStatus(HttpStatus.ACCEPTED)
    EventsView.Event quarantine(@PathVariable String id, HttpServletRequest request) throws IOException {
        VerdictBody body = body(request);
        return say(id, FactType.QUARANTINED, body, body.end(clock.millis()));
    }

    @OperatorOnly
    @PostMapping("/ban")
    @ResponseStatus(HttpStatus.ACCEPTED)
    EventsView.Event ban(@PathVariable String id, HttpServletRequest request) throws IOException {
        VerdictBody body = body(request);
        return say(id, FactType.BANNED, body, body.end(clock.millis()));
    }

    private static VerdictBody body(HttpServletRequest request) throws IOException {
        SignedRequests.requireJson(request);
        return StrictJson.read(SignedRequests.body(request), VerdictBody.class);
    }

    private EventsView.Event say(String worker, FactType type, VerdictBody body, @Nullable Long until) {
        String why = body.reason();
        String by = body.operator();
        if (book.facts(worker).isEmpty()) {
            throw new RefusedException(Refusal.UNKNOWN_WORKER, "Nothing is known of a worker of this id.");
        }
        Fact said = new Fact(
                "operator:" + UUID.randomUUID(),
                clock.millis(),
                worker,
                "",
                type,
                weights.of(type),
                why,
                "operator:" + by,
                until);
        List<Fact> stamped = book.stamped(List.of(said));
        facts.append(stamped);
        log.warn("{}: {} by {}, until {}: {}", worker, type, by, until == null ? "pardon" : until, why);
        return EventsView.Event.of(stamped.get(0));
    }
}
