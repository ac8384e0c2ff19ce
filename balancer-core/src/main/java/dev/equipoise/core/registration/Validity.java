package dev.equipoise.core.registration;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When something may be used: from {@code notBefore}, inclusive, until {@code notAfter}, exclusive.
 *
 * @param notBefore null if it has always been
 * @param notAfter null if it has no end; after {@code notBefore}
 */
public record Validity(
        @Nullable Instant notBefore, @Nullable Instant notAfter) {

    public static final Validity OPEN = new Validity(null, null);

    /** @throws IllegalArgumentException with a sentence if there is no time between the two */
    public Validity {
        if (notBefore != null && notAfter != null && !notBefore.isBefore(notAfter)) {
            throw new IllegalArgumentException(
                    "not-before (" + notBefore + ") must be earlier than not-after (" + notAfter + ")");
        }
    }

    public boolean holds(Instant now) {
        return !isAhead(now) && !isOver(now);
    }

    /** Not begun yet. */
    public boolean isAhead(Instant now) {
        return notBefore != null && now.isBefore(notBefore);
    }

    /** Over for good. */
    public boolean isOver(Instant now) {
        return notAfter != null && !now.isBefore(notAfter);
    }
}
