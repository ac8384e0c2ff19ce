package dev.equipoise.reputation.observations;

import dev.equipoise.core.registration.Refusal;
import dev.equipoise.core.registration.RefusedException;
import dev.equipoise.core.reputation.GatewayReport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway saw in one interval.
 *
 * @param interval milliseconds since 1970 divided by 10,000
 * @param strain from 0 to 8, how unwell the gateway is; 0 if missing
 */
record ObservationsBody(
        @Nullable Long interval,
        @Nullable Integer strain,
        @Nullable List<@Nullable SightBody> workers) {

    static final int MOST_WORKERS = 20_000;

    /** How far an interval may be from ours, in intervals: clocks differ, and late reports are not used any more. */
    static final long OPEN = 6;

    private static final long INTERVAL = 10_000;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    /** Numbers that are missing are 0. */
    record SightBody(
            @Nullable String id,
            @Nullable Integer requests,
            @Nullable Integer failures,
            @Nullable Integer refused,
            @Nullable Integer framing) {}

    /**
     * @param now in milliseconds since 1970
     * @throws RefusedException with INVALID_FIELD if a field is missing or cannot be
     */
    GatewayReport report(String gateway, long now) {
        if (interval == null) {
            throw invalid("The field interval is missing.");
        }
        if (Math.abs(Math.subtractExact(now / INTERVAL, bounded(interval))) > OPEN) {
            throw invalid("The field interval must be: that of the last minute, milliseconds since 1970 divided by "
                    + INTERVAL + ".");
        }
        int unwell = strain == null ? 0 : strain;
        if (unwell < 0 || unwell > GatewayReport.MOST_STRAIN) {
            throw invalid("The field strain must be: from 0 to " + GatewayReport.MOST_STRAIN + ".");
        }
        if (workers == null) {
            throw invalid("The field workers is missing.");
        }
        if (workers.size() > MOST_WORKERS) {
            throw invalid("The field workers must be: at most " + MOST_WORKERS + ".");
        }
        List<GatewayReport.Sight> sights = new ArrayList<>(workers.size());
        Set<String> ids = new HashSet<>();
        for (SightBody body : workers) {
            GatewayReport.Sight sight = sight(body);
            if (!ids.add(sight.worker())) {
                throw invalid("The field workers must be: each worker once.");
            }
            sights.add(sight);
        }
        return new GatewayReport(gateway, interval, unwell, sights);
    }

    private static long bounded(long interval) {
        return Math.max(0, Math.min(interval, Long.MAX_VALUE / INTERVAL));
    }

    private static GatewayReport.Sight sight(@Nullable SightBody body) {
        if (body == null || body.id() == null || !ID.matcher(body.id()).matches()) {
            throw invalid("The field workers must be: each with the id of a worker.");
        }
        try {
            return new GatewayReport.Sight(
                    body.id(),
                    count(body.requests()),
                    count(body.failures()),
                    count(body.refused()),
                    count(body.framing()));
        } catch (IllegalArgumentException e) {
            throw invalid("The field workers must be: " + e.getMessage() + ".");
        }
    }

    private static int count(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    private static RefusedException invalid(String message) {
        return new RefusedException(Refusal.INVALID_FIELD, message);
    }
}
