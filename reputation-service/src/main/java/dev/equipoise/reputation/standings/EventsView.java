package dev.equipoise.reputation.standings;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.equipoise.core.reputation.Fact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last facts about a worker.
 *
 * @param id of the worker
 * @param events newest first
 * @param next what to give as {@code after} for older ones; missing where there is none
 */
record EventsView(
        String id,
        List<Event> events,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String next) {

    private static final int MOST = 50;

    /**
     * A fact.
     *
     * @param type in lower case, with hyphens
     * @param adds what it added
     * @param until the end of an operator's verdict; missing where there is none
     */
    record Event(
            String id,
            Instant at,
            String type,
            String why,
            String reporter,
            StandingView.Parts adds,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Instant until) {

        static Event of(Fact fact) {
            return new Event(
                    fact.id(),
                    Instant.ofEpochMilli(fact.at()),
                    StateNames.of(fact.type()),
                    fact.why(),
                    fact.reporter(),
                    new StandingView.Parts(
                            fact.effect().proven(),
                            fact.effect().behaviour(),
                            fact.effect().credit(),
                            fact.effect().debt(),
                            fact.effect().flap()),
                    fact.until() == null ? null : Instant.ofEpochMilli(fact.until()));
        }
    }

    /**
     * @param facts newest first
     * @param parameters {@code limit} and {@code after}, the id of the last event of the page before
     * @throws dev.equipoise.core.registration.RefusedException with INVALID_FIELD for any other
     */
    static EventsView of(String worker, List<Fact> facts, Map<String, List<String>> parameters) {
        String after = "";
        int limit = MOST;
        for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
            String value = StandingQuery.only(parameter);
            switch (parameter.getKey()) {
                case "after" -> after = value;
                case "limit" -> limit = StandingQuery.limit(value, MOST);
                default -> throw StandingQuery.invalid("The parameters are after, limit; there is no other.");
            }
        }
        List<Event> page = new ArrayList<>();
        boolean begun = after.isEmpty();
        for (Fact fact : facts) {
            if (begun && page.size() == limit) {
                return new EventsView(worker, page, page.get(limit - 1).id());
            }
            if (begun) {
                page.add(Event.of(fact));
            }
            begun |= fact.id().equals(after);
        }
        return new EventsView(worker, page, null);
    }
}
