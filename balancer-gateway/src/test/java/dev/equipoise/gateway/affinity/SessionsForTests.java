package dev.equipoise.gateway.affinity;

import java.time.Duration;
import java.time.InstantSource;

/** Sessions for tests of other packages. */
public final class SessionsForTests {

    private SessionsForTests() {}

    /** For services of which none has any. */
    public static ConfiguredSessions none() {
        StickyProperties terms = new StickyProperties(null, Duration.ofHours(1), Duration.ofHours(12), false);
        return new ConfiguredSessions(terms, InstantSource.system());
    }
}
