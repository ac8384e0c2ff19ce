package dev.equipoise.registry.status;

import dev.equipoise.core.membership.WorkerStatus;
import dev.equipoise.core.registration.Refusal;
import dev.equipoise.core.registration.RefusedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a reader of the list asks for.
 *
 * @param filter which workers
 * @param after only those with a higher id; empty for all
 * @param limit at most so many; without one the list is bounded by the fleet
 */
record WorkerQuery(Predicate<WorkerView> filter, String after, int limit) {

    static final String AFTER = "after";
    static final String LIMIT = "limit";
    private static final String STATUS = "status";

    /** The largest page. */
    static final int MAX_LIMIT = 1_000;

    private static final Pattern PART_OF_ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    /** One more filter is one line here, one in the API document and one in the README. */
    private static final Map<String, Function<String, Predicate<WorkerView>>> FILTERS = Map.of(
            "service",
            service -> worker -> worker.services().contains(service),
            "zone",
            zone -> worker -> worker.zone().equals(zone),
            "region",
            region -> worker -> worker.region().equals(region),
            "role",
            role -> worker -> worker.role().equals(role),
            STATUS,
            WorkerQuery::statusIn,
            "idPrefix",
            WorkerQuery::idStartsWith);

    /**
     * @param parameters of the query, decoded
     * @throws RefusedException with INVALID_FIELD for a parameter that is unknown, given twice, or not of its form
     */
    static WorkerQuery of(Map<String, List<String>> parameters) {
        // Who is down is shown to those who ask for it.
        Predicate<WorkerView> filter =
                parameters.containsKey(STATUS) ? worker -> true : worker -> worker.status() != WorkerStatus.DOWN;
        String after = "";
        int limit = Integer.MAX_VALUE;
        for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
            String value = only(parameter);
            switch (parameter.getKey()) {
                case AFTER -> after = partOfId(AFTER, value);
                case LIMIT -> limit = limit(value);
                default -> filter = filter.and(filter(parameter.getKey(), value));
            }
        }
        return new WorkerQuery(filter, after, limit);
    }

    /** The names of all there are, sorted. */
    static SortedSet<String> parameters() {
        SortedSet<String> names = new TreeSet<>(FILTERS.keySet());
        names.add(AFTER);
        names.add(LIMIT);
        return names;
    }

    /** @param workers all of them, sorted by id */
    WorkerPage page(List<WorkerView> workers) {
        List<WorkerView> page = new ArrayList<>();
        for (WorkerView worker : workers) {
            if (worker.id().compareTo(after) <= 0 || !filter.test(worker)) {
                continue;
            }
            if (page.size() == limit) {
                return new WorkerPage(page, page.get(limit - 1).id());
            }
            page.add(worker);
        }
        return new WorkerPage(page, null);
    }

    private static Predicate<WorkerView> filter(String name, String value) {
        Function<String, Predicate<WorkerView>> filter = FILTERS.get(name);
        if (filter == null) {
            throw invalid("The parameters are " + String.join(", ", parameters()) + "; there is no other.");
        }
        return filter.apply(value);
    }

    private static Predicate<WorkerView> statusIn(String names) {
        Set<WorkerStatus> wanted = EnumSet.noneOf(WorkerStatus.class);
        for (String name : names.split(",", -1)) {
            try {
                wanted.add(WorkerStatus.valueOf(name.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw invalid("The parameter status must be of " + Arrays.toString(WorkerStatus.values())
                        + ", several with commas between them.");
            }
        }
        return worker -> wanted.contains(worker.status());
    }

    private static Predicate<WorkerView> idStartsWith(String prefix) {
        partOfId("idPrefix", prefix);
        return worker -> worker.id().startsWith(prefix);
    }

    private static String partOfId(String name, String value) {
        if (!PART_OF_ID.matcher(value).matches()) {
            throw invalid("The parameter " + name + " must be 1 to 128 of A-Z a-z 0-9 . _ -.");
        }
        return value;
    }

    private static int limit(String value) {
        try {
            int limit = Integer.parseInt(value);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw invalid("The parameter limit must be a number from 1 to " + MAX_LIMIT + ".");
    }

    private static String only(Map.Entry<String, List<String>> parameter) {
        if (parameter.getValue().size() != 1) {
            throw invalid("A parameter is given more than once.");
        }
        return parameter.getValue().get(0);
    }

    private static RefusedException invalid(String message) {
        return new RefusedException(Refusal.INVALID_FIELD, message);
    }
}
