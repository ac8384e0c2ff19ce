package dev.equipoise.core.hash;

import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.util.Arrays;
import java.util.List;

/**
 * Maglev's lookup table (Eisenbud et al., NSDI 2016, section 3.4). Each worker has an order of preference of its own over
 * all M positions, offset + j × skip mod M for j = 0, 1, …, with M a prime; the workers take turns, each choosing the
 * first position on its list that is free, until none is. Turns per round are in proportion to the weights, one on
 * average.
 *
 * <p>Positions per worker differ from the fair number by one or two: of {@value #SMALL} positions the fullest of ten equal
 * workers has 6,554 where 6,553.7 are fair (of 100,000 keys 1.6 % more than the mean, for keys are random). A key is found
 * by one look at the table.
 *
 * <p>The price is that a change moves some keys between workers that stay: when one of ten leaves, 10.3 % of the keys move,
 * when an eleventh joins 9.3 % (measured; 10 and 9.1 would be the least). It grows with the fleet: of 100 workers one
 * leaves and 1.6 % move, of 500 one and 1 %. Fleets of more than {@value #MOST_WORKERS_OF_SMALL} workers get
 * {@value #LARGE} positions, so that each has a hundred or so; passing that line moves nearly all keys once.
 *
 * <p>Immutable.
 */
public final class MaglevTable implements KeyTable {

    /** Positions for ordinary fleets, a prime; both sizes are those of the paper. */
    public static final int SMALL = 65_537;

    /** Positions for big fleets, a prime. 4 bytes each. */
    public static final int LARGE = 655_373;

    /** Up to here every worker of mean weight has a hundred positions in the small table. */
    public static final int MOST_WORKERS_OF_SMALL = SMALL / 100;

    private static final int FREE = -1;

    private final int[] owners;

    private MaglevTable(int[] owners) {
        this.owners = owners;
    }

    /** The table of this fleet. It depends on nothing but the ids and the ratios of the weights. */
    public static MaglevTable of(Fleet fleet) {
        List<Worker> workers = fleet.workers();
        if (workers.isEmpty()) {
            return new MaglevTable(new int[0]);
        }
        int[] owners = new int[workers.size() <= MOST_WORKERS_OF_SMALL ? SMALL : LARGE];
        Arrays.fill(owners, FREE);
        fill(owners, workers);
        return new MaglevTable(owners);
    }

    private static void fill(int[] owners, List<Worker> workers) {
        double meanWeight =
                workers.stream().mapToDouble(Worker::weight).average().orElseThrow();
        int[] next = new int[workers.size()];
        int[] skip = new int[workers.size()];
        double[] turns = new double[workers.size()];
        for (int i = 0; i < next.length; i++) {
            long hash = StringHash.of(workers.get(i).id());
            next[i] = (int) Long.remainderUnsigned(hash, owners.length);
            skip[i] = 1 + (int) Long.remainderUnsigned(SplitMix.mix(hash), owners.length - 1);
        }
        int free = owners.length;
        for (int i = 0; free > 0; i = i + 1 == next.length ? 0 : i + 1) {
            turns[i] += workers.get(i).weight() / meanWeight;
            for (; turns[i] >= 1 && free > 0; turns[i]--) {
                while (owners[next[i]] != FREE) {
                    next[i] = (int) (((long) next[i] + skip[i]) % owners.length);
                }
                owners[next[i]] = i;
                free--;
            }
        }
    }

    @Override
    public int size() {
        return owners.length;
    }

    @Override
    public int position(long hash) {
        return (int) Long.remainderUnsigned(hash, owners.length);
    }

    @Override
    public int owner(int position) {
        return owners[position];
    }
}
