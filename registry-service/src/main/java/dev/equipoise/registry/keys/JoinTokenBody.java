package dev.equipoise.registry.keys;

import dev.equipoise.core.registration.Grant;
import dev.equipoise.core.registration.JoinToken;
import dev.equipoise.core.registration.Network;
import dev.equipoise.core.registration.Refusal;
import dev.equipoise.core.registration.RefusedException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * What an operator asks of a join token.
 *
 * @param expiresIn such as {@code 30m} or {@code PT30M}; one hour if missing
 * @param keyNotAfter the end of the key, ISO 8601; none if missing
 */
record JoinTokenBody(
        @Nullable String owner,
        @Nullable List<@Nullable String> workerIds,
        @Nullable List<@Nullable String> services,
        @Nullable List<@Nullable String> networks,
        @Nullable String expiresIn,
        @Nullable String keyNotAfter) {

    static final Duration DEFAULT_LIFE = Duration.ofHours(1);
    static final Duration LONGEST_LIFE = Duration.ofDays(7);

    /** @throws RefusedException with INVALID_FIELD if a field is missing or cannot be */
    JoinToken token(String hash, Instant now) {
        if (owner == null || owner.isBlank()) {
            throw invalid("The field owner must be: who answers for the key.");
        }
        List<String> ids = texts(workerIds, "workerIds");
        List<String> types = texts(services, "services");
        List<Network> blocks =
                texts(networks, "networks").stream().map(JoinTokenBody::network).toList();
        try {
            return new JoinToken(hash, new Grant(owner, ids, Set.copyOf(types), blocks), end(now), life());
        } catch (IllegalArgumentException e) {
            throw invalid("The token cannot be: " + e.getMessage() + ".");
        }
    }

    private Duration life() {
        if (expiresIn == null) {
            return DEFAULT_LIFE;
        }
        try {
            Duration life = DurationStyle.detectAndParse(expiresIn);
            if (life.toMillis() > 0 && life.compareTo(LONGEST_LIFE) <= 0) {
                return life;
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            // Refused below, together with what is out of range.
        }
        throw invalid("The field expiresIn must be: a duration such as 30m, more than 0 and at most "
                + LONGEST_LIFE.toDays() + " days.");
    }

    private @Nullable Instant end(Instant now) {
        if (keyNotAfter == null) {
            return null;
        }
        try {
            Instant end = Instant.parse(keyNotAfter);
            // Also proves that it can be told in milliseconds.
            if (end.toEpochMilli() > now.toEpochMilli()) {
                return Instant.ofEpochMilli(end.toEpochMilli());
            }
        } catch (DateTimeException | ArithmeticException e) {
            // Refused below, together with what is over.
        }
        throw invalid("The field keyNotAfter must be: a time to come, such as 2027-01-01T00:00:00Z.");
    }

    private static List<String> texts(@Nullable List<@Nullable String> values, String field) {
        List<String> texts = new ArrayList<>();
        if (values != null) {
            for (String value : values) {
                if (value == null) {
                    throw invalid("The field " + field + " must be: texts, none of them null.");
                }
                texts.add(value);
            }
        }
        if (texts.isEmpty()) {
            throw invalid("The field " + field + " is missing.");
        }
        return texts;
    }

    private static Network network(String text) {
        try {
            return Network.parse(text);
        } catch (IllegalArgumentException e) {
            throw invalid("The field networks must be: in CIDR notation, such as 10.0.0.0/8.");
        }
    }

    private static RefusedException invalid(String message) {
        return new RefusedException(Refusal.INVALID_FIELD, message);
    }
}
