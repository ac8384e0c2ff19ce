package dev.equipoise.reputation.standings;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an operator says.
 *
 * @param why in a clause of at most 400 characters
 * @param until the end, ISO 8601; until pardon if missing
 * @param by who says so, at most 64 characters
 */
record VerdictBody(
        @Nullable String why,
        @Nullable String until,
        @Nullable String by) {

    private static final Pattern REASON = Pattern.compile("[^\\p{Cntrl}]{1,400}");
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,64}");

    /** @throws dev.equipoise.core.registration.RefusedException with INVALID_FIELD if there is none */
    String reason() {
        if (why == null || why.isBlank() || !REASON.matcher(why).matches()) {
            throw StandingQuery.invalid("The field why must be: a reason of at most 400 characters in one line.");
        }
        return why;
    }

    /** @throws dev.equipoise.core.registration.RefusedException with INVALID_FIELD if there is none */
    String operator() {
        if (by == null || by.isBlank() || !NAME.matcher(by).matches()) {
            throw StandingQuery.invalid("The field by must be: who says so, at most 64 characters in one line.");
        }
        return by;
    }

    /**
     * In milliseconds since 1970, null for no end.
     *
     * @throws dev.equipoise.core.registration.RefusedException with INVALID_FIELD if it is not to come
     */
    @Nullable
    Long end(long now) {
        if (until == null) {
            return null;
        }
        try {
            long end = Instant.parse(until).toEpochMilli();
            if (end > now) {
                return end;
            }
        } catch (DateTimeException | ArithmeticException e) {
            // Refused below, together with what is over.
        }
        throw StandingQuery.invalid("The field until must be: a time to come, such as 2027-01-01T00:00:00Z.");
    }
}
