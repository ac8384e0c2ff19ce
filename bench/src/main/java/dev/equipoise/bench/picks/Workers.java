package dev.equipoise.bench.picks;

import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;

/** Fleets to pick from: workers of weight 1 that declare 8 slots. */
final class Workers {

    static final int SLOTS = 8;

    private Workers() {}

    static Fleet fleetOf(int size) {
        return Fleet.of(1, list(size));
    }

    /** The same fleet after its worker in the middle has left. */
    static Fleet withoutOne(Fleet fleet) {
        Worker leaves = fleet.workers().get(fleet.size() / 2);
        return new Fleet(
                fleet.version() + 1,
                fleet.workers().stream()
                        .filter(worker -> !worker.id().equals(leaves.id()))
                        .toList());
    }

    private static List<Worker> list(int size) {
        return IntStream.range(0, size).mapToObj(Workers::worker).toList();
    }

    private static Worker worker(int number) {
        String id = "10.%d.%d.%d:8080".formatted(number >> 16, number >> 8 & 0xff, number & 0xff);
        return Worker.of(id, URI.create("http://" + id))
                .withCapacity(new Capacity(SLOTS, 0))
                .withSequence(number);
    }
}
