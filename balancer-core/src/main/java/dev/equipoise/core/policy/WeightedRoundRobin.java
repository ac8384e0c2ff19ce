package dev.equipoise.core.policy;

import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Turns in proportion to the weights, each worker's spread evenly over time ({@link SmoothSchedule} has the order, and how
 * exact it is). Load plays no part. When to use it: requests of about equal cost, workers of known and different sizes.
 *
 * <p>Example: weights 5, 1, 1 answer a a b a c a a, not a a a a a b c.
 *
 * <p>When the fleet changes, those who stay keep what they are behind their share or ahead of it, so that a fleet that
 * changes with every request starves nobody who stays. A newcomer starts with nothing to make up for. A tried worker whose turn it is
 * has had it; the request goes to whose turn comes next, who keeps that one.
 */
final class WeightedRoundRobin implements LoadBalancingPolicy {

    /** After a change everybody may be behind by up to a request; two turns each make up for that. */
    private static final int LEAD_IN_PER_WORKER = 2;

    @Override
    public Picker pickerFor(Fleet fleet, @Nullable Picker previous) {
        if (fleet.isEmpty()) {
            return Picker.NOBODY;
        }
        return previous instanceof Turns turns ? new Turns(fleet, turns) : new Turns(fleet);
    }

    /** An immutable order and a cursor in it. */
    private static final class Turns implements Picker {

        private final Worker[] order;
        private final double[] weights;
        private final SmoothSchedule schedule;

        /** By how many requests each worker was behind its share at turn 0. */
        private final double[] behind;

        /** Who has the first turns, until nobody is behind by more than is usual. */
        private final int[] leadIn;

        /** The turn of the schedule that follows the lead-in. */
        private final long start;

        private final AtomicLong turn = new AtomicLong();

        Turns(Fleet fleet) {
            this.order = inOrder(fleet);
            this.weights = Arrays.stream(order).mapToDouble(Worker::weight).toArray();
            this.schedule = new SmoothSchedule(weights);
            this.behind = new double[order.length];
            this.leadIn = new int[0];
            this.start = 0;
        }

        Turns(Fleet fleet, Turns previous) {
            this.order = inOrder(fleet);
            this.weights = Arrays.stream(order).mapToDouble(Worker::weight).toArray();
            this.schedule = Arrays.equals(weights, previous.weights) ? previous.schedule : new SmoothSchedule(weights);
            double[] shares = shares();
            this.behind = previous.behindNow(order, shares);
            this.leadIn = new int[Math.min(LEAD_IN_PER_WORKER * order.length, schedule.length())];
            double[] credits = behind.clone();
            for (int i = 0; i < leadIn.length; i++) {
                leadIn[i] = SmoothSchedule.next(credits, shares);
            }
            // Shared slots go to others in every cycle: this order must not begin with the cycle of the one before.
            this.start = previous.nextCycle() * schedule.length() + schedule.slotWhere(credits);
        }

        private static Worker[] inOrder(Fleet fleet) {
            return fleet.workers().stream().sorted(RoundRobin.BY_REGISTRATION).toArray(Worker[]::new);
        }

        private double[] shares() {
            double total = Arrays.stream(weights).sum();
            return Arrays.stream(weights).map(weight -> weight / total).toArray();
        }

        private long nextCycle() {
            return (start + turn.get()) / schedule.length() + 1;
        }

        /** By how many requests each of these workers is behind its share, newcomers not at all; 0 on balance. */
        private double[] behindNow(Worker[] next, double[] nextShares) {
            Map<String, Double> now = behindNow();
            double[] result = new double[next.length];
            double sum = 0;
            for (int i = 0; i < next.length; i++) {
                result[i] = now.getOrDefault(next[i].id(), 0.0);
                sum += result[i];
            }
            for (int i = 0; i < next.length; i++) {
                result[i] -= sum * nextShares[i];
            }
            return result;
        }

        private Map<String, Double> behindNow() {
            double[] now = behind.clone();
            long turns = turn.get();
            // Whole cycles change nothing.
            long first = Math.max(0, turns - leadIn.length) / schedule.length() * schedule.length();
            for (long at = 0; at < turns - first; at++) {
                now[owner(at < leadIn.length ? at : at + first)]--;
            }
            double[] shares = shares();
            Map<String, Double> byId = new HashMap<>();
            for (int i = 0; i < order.length; i++) {
                byId.put(order[i].id(), now[i] + (turns - first) * shares[i]);
            }
            return byId;
        }

        private int owner(long at) {
            return at < leadIn.length ? leadIn[(int) at] : schedule.owner(start + at - leadIn.length);
        }

        @Override
        public @Nullable Worker pick(PickRequest request) {
            long mine = turn.getAndIncrement();
            int all = leadIn.length + schedule.length();
            for (int i = 0; i < all; i++) {
                Worker worker = order[owner(mine + i)];
                if (!request.tried().contains(worker.id())) {
                    return worker;
                }
            }
            // Workers without a slot of their own are not met in every cycle.
            for (Worker worker : order) {
                if (!request.tried().contains(worker.id())) {
                    return worker;
                }
            }
            return null;
        }
    }
}
