package dev.equipoise.core.registration;

import java.time.Duration;
import java.time.Instant;

class InMemoryTrustStoreTest extends TrustStoreContractTest {

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final InMemoryTrustStore store = new InMemoryTrustStore(MOST, now);

    @Override
    protected TrustStore emptyStore() {
        return store;
    }

    @Override
    protected void pass(Duration time) {
        now = now.plus(time);
        store.pass(time);
    }

    @Override
    protected void lose() {
        store.lose();
    }

    @Override
    protected Instant now() {
        return now;
    }
}
