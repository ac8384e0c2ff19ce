package dev.equipoise.core.reputation;

import java.time.Duration;
import java.time.Instant;

class InMemoryOwnershipTest extends OwnershipContractTest {

    private final InMemoryOwnership ownership = new InMemoryOwnership(Instant.parse("2026-01-01T00:00:00Z"));

    @Override
    protected Ownership nobodys() {
        return ownership;
    }

    @Override
    protected void pass(Duration time) {
        ownership.pass(time);
    }
}
