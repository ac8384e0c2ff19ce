package dev.equipoise.core.reputation;

class InMemoryFactLogTest extends FactLogContractTest {

    private final InMemoryFactLog log = new InMemoryFactLog();

    @Override
    protected FactLog emptyLog() {
        return log;
    }

    @Override
    protected FactLog sameLog() {
        return log;
    }

    @Override
    protected void lose() {
        log.lose();
    }
}
