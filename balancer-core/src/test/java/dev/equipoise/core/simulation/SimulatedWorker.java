package dev.equipoise.core.simulation;

import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.membership.Worker;
import java.net.URI;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A worker as the balancer knows it, and what is behind it.
 *
 * @param worker what it says about itself; the slots it declares need not be true
 * @param slots how many requests it really serves at the same time, at least 1; the others wait in line, first come
 *     first served
 */
public record SimulatedWorker(Worker worker, int slots, Behaviour behaviour) {

    private static final URI NOWHERE = URI.create("http://127.0.0.1:9");

    public SimulatedWorker {
        if (slots < 1) {
            throw new IllegalArgumentException("a worker has at least one slot");
        }
    }

    /** A healthy worker of weight 1 that declares nothing. */
    public static SimulatedWorker of(String id, int slots, ServiceTime serviceTime) {
        return new SimulatedWorker(Worker.of(id, NOWHERE), slots, Behaviour.healthy(serviceTime));
    }

    /** {@code size} of them, {@code w-1}, {@code w-2}, … in the order of registration. */
    public static List<SimulatedWorker> fleet(int size, int slots, ServiceTime serviceTime) {
        return IntStream.rangeClosed(1, size)
                .mapToObj(i -> of("w-" + i, slots, serviceTime).described(worker -> worker.withSequence(i)))
                .toList();
    }

    public String id() {
        return worker.id();
    }

    /** The same worker saying something else about itself. */
    public SimulatedWorker described(UnaryOperator<Worker> description) {
        return new SimulatedWorker(description.apply(worker), slots, behaviour);
    }

    /** The same worker declaring the slots it has. */
    public SimulatedWorker declared() {
        return described(w -> w.withCapacity(new Capacity(slots, w.capacity().maxBandwidthMbps())));
    }

    public SimulatedWorker inZone(String zone) {
        return described(w -> new Worker(
                w.id(), w.uri(), w.services(), zone, w.capacity(), w.weight(), w.status(), w.sequence(), w.epoch()));
    }

    public SimulatedWorker behaving(UnaryOperator<Behaviour> change) {
        return new SimulatedWorker(worker, slots, change.apply(behaviour));
    }
}
