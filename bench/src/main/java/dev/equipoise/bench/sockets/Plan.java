package dev.equipoise.bench.sockets;

import dev.equipoise.bench.Countdown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Who is measured when, and with what.
 *
 * @param seed everything that is drawn follows from it
 * @param loads percents of the fleet's nominal capacity
 * @param warmUp real length of the beginning of each turn that does not count
 * @param measured real length of the part that does
 */
record Plan(long seed, int rounds, List<Integer> loads, Duration warmUp, Duration measured) {

    /** A response or two are late, and balancers need a moment to start. */
    private static final Duration TURN_OVERHEAD = Duration.ofMillis(500);

    private static final Duration START = Duration.ofSeconds(12);

    /** How long all of it takes with these balancers. */
    Duration length(List<Balancer> balancers) {
        return balancers.stream()
                .map(Balancer::warmUp)
                .reduce(START, Duration::plus)
                .plus(turn().multipliedBy((long) balancers.size() * rounds * loads.size()));
    }

    private Duration turn() {
        return warmUp.plus(measured).plus(TURN_OVERHEAD);
    }

    /** Plays all of it: in every round every balancer at every load, and nobody always first. */
    List<Turn> play(Arena arena, Stage stage, FleetShape shape) throws InterruptedException {
        Countdown countdown = new Countdown(
                length(arena.balancers().stream().map(RunningBalancer::balancer).toList())
                        .minus(START));
        int highest = Collections.max(loads);
        for (RunningBalancer balancer : arena.balancers()) {
            Duration length = balancer.balancer().warmUp();
            arena.play(balancer, schedule(stage, shape, 0, highest, Duration.ZERO, length), 0, highest, countdown);
            countdown.done(length);
        }
        List<Turn> turns = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            for (int load : loads) {
                Schedule schedule = schedule(stage, shape, round, load);
                List<RunningBalancer> order = new ArrayList<>(arena.balancers());
                Collections.rotate(order, turns.size() / order.size());
                for (RunningBalancer balancer : order) {
                    turns.add(arena.play(balancer, schedule, round, load, countdown));
                    countdown.done(turn());
                }
            }
        }
        return turns;
    }

    /** What everybody got in that round at that load. */
    Schedule schedule(Stage stage, FleetShape shape, int round, int load) {
        return schedule(stage, shape, round, load, warmUp, measured);
    }

    private Schedule schedule(Stage stage, FleetShape shape, int round, int load, Duration warmUp, Duration measured) {
        return Schedule.poisson(
                seed * 1_000_003 + round * 1_009L + load,
                shape.nominalCapacity() * load / 100,
                shape.meanDemand(),
                stage.nominal(warmUp),
                stage.nominal(measured));
    }
}
