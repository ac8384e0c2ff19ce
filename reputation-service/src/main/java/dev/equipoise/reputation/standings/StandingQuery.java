package dev.equipoise.reputation.standings;

import dev.equipoise.core.registration.Refusal;
import dev.equipoise.core.registration.RefusedException;
import dev.equipoise.core.reputation.Standing;
import dev.equipoise.core.reputation.TrustState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a reader of the list asks for.
 *
 * @param states of those to list
 * @param prefix of their ids
 * @param after only those with a higher id; empty for all
 * @param limit at most so many; without one the list is bounded by the fleet
 */
record StandingQuery(Set<TrustState> states, String prefix, String after, int limit) {

    static final String AFTER = "after";
    private static final String LIMIT = "limit";
    private static final String STATE = "state";
    private static final String ID_PREFIX = "idPrefix";

    /** The largest page. */
    static final int MAX_LIMIT = 1_000;

    private static final Pattern PART_OF_ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    /**
     * A part of the list.
     *
     * @param next what to give as {@code after} for the next page; null where there is none
     */
    record Page(List<Standing> standings, @Nullable String next) {}

    /**
     * @param parameters of the query, decoded
     * @throws RefusedException with INVALID_FIELD for a parameter that is unknown, given twice, or not of its form
     */
    static StandingQuery of(Map<String, List<String>> parameters) {
        Set<TrustState> states = EnumSet.allOf(TrustState.class);
        String prefix = "";
        String after = "";
        int limit = Integer.MAX_VALUE;
        for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
            String value = only(parameter);
            switch (parameter.getKey()) {
                case STATE -> states = states(value);
                case ID_PREFIX -> prefix = partOfId(ID_PREFIX, value);
                case AFTER -> after = partOfId(AFTER, value);
                case LIMIT -> limit = limit(value, MAX_LIMIT);
                default ->
                    throw invalid("The parameters are " + String.join(", ", parameters()) + "; there is no other.");
            }
        }
        return new StandingQuery(states, prefix, after, limit);
    }

    /** The names of all there are, sorted. */
    static SortedSet<String> parameters() {
        return new TreeSet<>(Set.of(STATE, ID_PREFIX, AFTER, LIMIT));
    }

    /** @param standings all of them, sorted by worker */
    Page page(List<Standing> standings) {
        List<Standing> page = new ArrayList<>();
        for (Standing standing : standings) {
            boolean asked = standing.worker().compareTo(after) > 0
                    && standing.worker().startsWith(prefix)
                    && states.contains(standing.state());
            if (asked && page.size() == limit) {
                return new Page(page, page.get(limit - 1).worker());
            }
            if (asked) {
                page.add(standing);
            }
        }
        return new Page(page, null);
    }

    private static Set<TrustState> states(String names) {
        Set<TrustState> wanted = EnumSet.noneOf(TrustState.class);
        for (String name : names.split(",", -1)) {
            try {
                wanted.add(TrustState.valueOf(name.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw invalid(
                        "The parameter state must be of new, probation, active, degraded, suppressed, quarantined, "
                                + "banned, several with commas between them.");
            }
        }
        return wanted;
    }

    private static String partOfId(String name, String value) {
        if (!PART_OF_ID.matcher(value).matches()) {
            throw invalid("The parameter " + name + " must be 1 to 128 of A-Z a-z 0-9 . _ -.");
        }
        return value;
    }

    static int limit(String value, int most) {
        try {
            int limit = Integer.parseInt(value);
            if (limit >= 1 && limit <= most) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw invalid("The parameter limit must be a number from 1 to " + most + ".");
    }

    static String only(Map.Entry<String, List<String>> parameter) {
        if (parameter.getValue().size() != 1) {
            throw invalid("A parameter is given more than once.");
        }
        return parameter.getValue().get(0);
    }

    static RefusedException invalid(String message) {
        return new RefusedException(Refusal.INVALID_FIELD, message);
    }
}
