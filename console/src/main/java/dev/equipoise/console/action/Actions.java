package dev.equipoise.console.action;

import dev.equipoise.console.ask.Answer;
import dev.equipoise.console.ask.PathSegment;
import dev.equipoise.console.ask.Peer;
import dev.equipoise.console.ask.Services;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Says the operators' verbs to the services that have them. Thread-safe; blocks until they have answered. */
final class Actions {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A name in the log of facts is at most so long. */
    private static final int LONGEST_NAME = 64;

    private final Services services;
    private final Audit audit;
    private final InstantSource clock;
    private final Runnable changed;

    /** @param changed told after each action */
    Actions(Services services, Audit audit, InstantSource clock, Runnable changed) {
        this.services = services;
        this.audit = audit;
        this.clock = clock;
        this.changed = changed;
    }

    /** @throws NotDoneException if it was refused */
    Done drain(String operator, String worker, String why) {
        Answer answer = services.tellAny(
                services.registries(), "/api/v1/workers/" + PathSegment.encoded(worker) + "/drain", "");
        return settle(
                operator, worker, Verb.DRAIN.done(), why, answer, "It gets no new requests until it registers anew.");
    }

    /** @throws NotDoneException if it was refused */
    Done pardon(String operator, String worker, String why) {
        return verdict(operator, worker, Verb.PARDON, why, null, "If it was out, it returns by probation.");
    }

    /** @param minutes null for no end but a pardon. @throws NotDoneException if it was refused */
    Done quarantine(String operator, String worker, String why, @Nullable Integer minutes) {
        String until = minutes == null
                ? null
                : clock.instant().plus(Duration.ofMinutes(minutes)).toString();
        String text = until == null
                ? "It gets canaries only, until a pardon."
                : "It gets canaries only, until " + until + ".";
        return verdict(operator, worker, Verb.QUARANTINE, why, until, text);
    }

    private Done verdict(String operator, String worker, Verb verb, String why, @Nullable String until, String text) {
        Map<String, String> body = until == null
                ? Map.of("why", why, "by", shortened(operator))
                : Map.of("why", why, "by", shortened(operator), "until", until);
        Answer answer = services.tellAny(
                services.reputations(),
                "/api/v1/standings/" + PathSegment.encoded(worker) + "/" + verb.path(),
                JSON.writeValueAsString(body));
        return settle(operator, worker, verb.done(), why, answer, text);
    }

    /** At every gateway. @throws NotDoneException if one of them refused; those before it did it */
    Done switchPolicy(String operator, String service, String policy, String why) {
        String what = "switched to " + policy;
        List<String> switched = new ArrayList<>();
        for (Peer gateway : services.gateways()) {
            Answer answer = services.tell(
                    gateway,
                    "/actuator/balancing/" + PathSegment.encoded(service),
                    JSON.writeValueAsString(Map.of("policy", policy)));
            if (!answer.ok()) {
                audit.refused(operator, service, what, answer.complaint());
                changed.run();
                throw NotDoneException.because(answer);
            }
            switched.add(gateway.name());
        }
        audit.done(operator, service, what, why);
        changed.run();
        return new Done("Switched at " + String.join(", ", switched) + ", until they restart.");
    }

    private Done settle(String operator, String worker, String what, String why, Answer answer, String text) {
        if (!answer.ok()) {
            audit.refused(operator, worker, what, answer.complaint());
            throw NotDoneException.because(answer);
        }
        audit.done(operator, worker, what, why);
        changed.run();
        return new Done(text);
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }
}
