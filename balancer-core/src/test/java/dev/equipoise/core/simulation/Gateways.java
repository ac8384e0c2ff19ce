package dev.equipoise.core.simulation;

import java.time.Duration;
import java.util.List;

/**
 * The gateways in front of the fleet. Each request goes to one of them at random, and each sees its own requests alone.
 *
 * @param count at least 1
 * @param zones where they stand, in turn; empty if nowhere in particular. A request comes from its gateway's zone
 * @param crossZone how much longer the answer of a worker in another zone takes to arrive
 * @param heartbeat how often each worker reports its requests in flight to all of them; zero for never
 * @param refreshing whether they build their pickers anew every second though nothing changed
 */
public record Gateways(int count, List<String> zones, Duration crossZone, Duration heartbeat, boolean refreshing) {

    /** One that hears of its workers every 5 s. */
    public static final Gateways ONE = new Gateways(1, List.of(), Duration.ZERO, Duration.ofSeconds(5), false);

    public Gateways {
        zones = List.copyOf(zones);
        if (count < 1) {
            throw new IllegalArgumentException("there is at least one gateway");
        }
        if (crossZone.isNegative() || heartbeat.isNegative()) {
            throw new IllegalArgumentException("no time is negative");
        }
    }

    public Gateways times(int count) {
        return new Gateways(count, zones, crossZone, heartbeat, refreshing);
    }

    /** They stand in these zones in turn, and answers from another zone take this much longer. */
    public Gateways inZones(List<String> zones, Duration crossZone) {
        return new Gateways(count, zones, crossZone, heartbeat, refreshing);
    }

    public Gateways refreshingEverySecond() {
        return new Gateways(count, zones, crossZone, heartbeat, true);
    }

    String zoneOf(int gateway) {
        return zones.isEmpty() ? "" : zones.get(gateway % zones.size());
    }
}
