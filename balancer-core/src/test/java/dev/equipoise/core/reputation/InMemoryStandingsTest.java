package dev.equipoise.core.reputation;

class InMemoryStandingsTest extends StandingsContractTest {

    private final InMemoryStandings standings = new InMemoryStandings(MOST, MOST_GONE);

    @Override
    protected Access emptyStore() {
        return new Access(standings, standings);
    }

    @Override
    protected void lose() {
        standings.lose();
    }
}
