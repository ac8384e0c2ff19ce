package dev.equipoise.bench.reputation;

import dev.equipoise.core.reputation.Fact;
import dev.equipoise.core.reputation.FactType;
import dev.equipoise.core.reputation.FactWeights;
import dev.equipoise.core.reputation.GatewayReport;
import dev.equipoise.core.reputation.GatewayReport.Sight;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Facts as they might stand in the log of a large fleet, one after the other, drawn from a seed. For one thread. */
final class History {

    /** The first of January 2026. */
    private static final long BEGINNING = 1_767_225_600_000L;

    private static final long MOST_PAUSE = 5_000;

    /** A worker's days: mostly it is there and rewarded; it crashes and comes back; now and then it fails. */
    private static final FactType[] TYPES = {
        FactType.REWARD_1D,
        FactType.REWARD_1D,
        FactType.REWARD_1D,
        FactType.REWARD_7D,
        FactType.LEASE_LOST,
        FactType.JOINED,
        FactType.LEFT,
        FactType.JOINED,
        FactType.OUTLIER,
        FactType.ADDRESS_CHANGED,
    };

    private final SplittableRandom random;
    private final int workers;
    private long now = BEGINNING;
    private long number;

    History(int workers, long seed) {
        this.random = new SplittableRandom(seed);
        this.workers = workers;
    }

    /** The time of the last fact, in milliseconds since 1970. */
    long now() {
        return now;
    }

    Fact next() {
        now += random.nextLong(MOST_PAUSE);
        int worker = random.nextInt(workers);
        FactType type = TYPES[random.nextInt(TYPES.length)];
        return new Fact(
                "fact-" + number++,
                now,
                nameOf(worker),
                "owner-" + worker % 100 + "@10.0." + worker / 256 + "." + worker % 256 + ":8080",
                type,
                FactWeights.DEFAULT.of(type),
                "",
                "registry",
                null);
    }

    /** What {@code gateways} gateways saw of {@code seen} workers each. */
    List<GatewayReport> reports(int gateways, int seen) {
        List<GatewayReport> reports = new ArrayList<>();
        for (int gateway = 0; gateway < gateways; gateway++) {
            List<Sight> sights = new ArrayList<>();
            for (int worker = 0; worker < seen; worker++) {
                int requests = random.nextInt(50, 2_000);
                int failures = worker % 50 == 0 ? requests / 5 : random.nextInt(1 + requests / 100);
                sights.add(new Sight(nameOf(worker), requests, failures, 0, 0));
            }
            reports.add(new GatewayReport("gateway-" + gateway, 1, 0, sights));
        }
        return reports;
    }

    private static String nameOf(int worker) {
        return "worker-" + worker;
    }
}
