package dev.equipoise.core.reputation;

import dev.equipoise.core.membership.StoreUnavailableException;
import java.time.Duration;

/** Which replica owns the log of facts, by a lease in the store's time. Calls may throw {@link StoreUnavailableException}. */
public interface Ownership {

    /** Takes or renews the ownership for {@code term}. @return whether {@code replica} has it now */
    boolean hold(String replica, Duration term);

    /** Gives it up, if {@code replica} has it. */
    void release(String replica);
}
