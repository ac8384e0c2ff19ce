package dev.equipoise.core.registration;

import java.time.Duration;
import java.time.Instant;

class InMemoryMembershipTest extends MembershipContractTest {

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final InMemoryMembership store = new InMemoryMembership(TERMS, MAX_WORKERS, now);

    @Override
    protected Stores emptyStore() {
        return new Stores(store, store, store, store);
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
