package dev.equipoise.core.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.core.Fleets;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaglevTableTest {

    private static final int KEYS = 100_000;
    private static final long[] HASHES = IntStream.range(0, KEYS)
            .mapToLong(key -> StringHash.of("key-" + key))
            .toArray();

    @Test
    void theFullestOfTenWorkersIsWithinFivePercentOfTheMean() {
        double worst = 0;
        double sum = 0;
        int fleets = 100;
        for (int i = 0; i < fleets; i++) {
            int[] counts = counts(MaglevTable.of(Fleets.named("fleet-" + i + "-", 10)), 10);
            double fullest = Arrays.stream(counts).max().orElseThrow() * 10.0 / KEYS;
            worst = Math.max(worst, fullest);
            sum += fullest;
        }
        System.out.printf(
                "maglev, %d fleets of 10: max/mean is %.4f on average, %.4f at worst%n", fleets, sum / fleets, worst);
        assertThat(worst).isLessThanOrEqualTo(1.05);
    }

    @Test
    void whenAWorkerLeavesItsKeysMoveAndFewOthers() {
        double most = 0;
        double sum = 0;
        int leaves = 0;
        for (String prefix : List.of("w-", "10.0.0.", "api-blue-7f9c-")) {
            Fleet fleet = Fleets.named(prefix, 10);
            for (String leaver : Fleets.ids(fleet)) {
                Fleet rest = Fleets.without(fleet, leaver);
                double moved = moved(fleet, MaglevTable.of(fleet), rest, MaglevTable.of(rest));
                most = Math.max(most, moved);
                sum += moved;
                leaves++;
            }
        }
        System.out.printf("maglev, a worker of 10 leaves: mean %.4f, most %.4f of the keys move%n", sum / leaves, most);
        assertThat(most).isBetween(0.095, 0.115);
    }

    @Test
    void whenAWorkerJoinsItsKeysMoveAndFewOthers() {
        double most = 0;
        double sum = 0;
        List<String> prefixes = List.of("w-", "10.0.0.", "api-blue-7f9c-", "node", "x");
        for (String prefix : prefixes) {
            Fleet after = Fleets.named(prefix, 11);
            Fleet before = Fleets.without(after, prefix + 11);
            double moved = moved(before, MaglevTable.of(before), after, MaglevTable.of(after));
            most = Math.max(most, moved);
            sum += moved;
        }
        System.out.printf(
                "maglev, an eleventh worker joins: mean %.4f, most %.4f of the keys move%n",
                sum / prefixes.size(), most);
        assertThat(most).isBetween(0.085, 0.1);
    }

    @Test
    void moduloMovesNearlyAllKeys() {
        Fleet ten = Fleets.of(10);
        Fleet nine = Fleets.without(ten, "w-9");
        Fleet eleven = Fleets.of(11);
        double leave = moved(ten, ModuloTable.of(ten), nine, ModuloTable.of(nine));
        double join = moved(ten, ModuloTable.of(ten), eleven, ModuloTable.of(eleven));
        double fullest = Arrays.stream(counts(ModuloTable.of(ten), 10)).max().orElseThrow() * 10.0 / KEYS;
        System.out.printf("modulo: of 10 one leaves: %.4f, an eleventh joins: %.4f of the keys move%n", leave, join);
        System.out.printf("modulo: max/mean of 10 workers is %.4f%n", fullest);
        assertThat(leave).isGreaterThan(0.85);
        assertThat(join).isGreaterThan(0.85);
        assertThat(fullest).isLessThan(1.05);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 655, 656, 3_000})
    void positionsAreSharedOutToOneEach(int size) {
        MaglevTable table = MaglevTable.of(Fleets.of(size));
        assertThat(table.size()).isEqualTo(size <= 655 ? 65_537 : 655_373);
        assertThat(positions(table, size))
                .allMatch(count -> count == table.size() / size || count == table.size() / size + 1);
    }

    @Test
    void positionsFollowTheWeights() {
        double[] weights = {0.5, 1, 2, 4, 0.01, 100};
        MaglevTable table = MaglevTable.of(Fleets.weighted(weights));
        double total = Arrays.stream(weights).sum();
        List<Integer> positions = positions(table, weights.length);
        for (int i = 0; i < weights.length; i++) {
            double fair = table.size() * weights[i] / total;
            assertThat((double) positions.get(i))
                    .as("positions of %s", weights[i])
                    .isCloseTo(fair, within(6.0));
        }
    }

    @Test
    void sizesArePrimesElseOrdersOfPreferenceWouldMissPositions() {
        for (int size : new int[] {MaglevTable.SMALL, MaglevTable.LARGE}) {
            assertThat(IntStream.rangeClosed(2, (int) Math.sqrt(size)).noneMatch(factor -> size % factor == 0))
                    .isTrue();
        }
    }

    @Test
    void anEmptyFleetHasAnEmptyTable() {
        assertThat(MaglevTable.of(Fleet.EMPTY).size()).isZero();
        assertThat(ModuloTable.of(Fleet.EMPTY).size()).isZero();
    }

    @Test
    void whereAKeyGoesIsTheSameInEveryGatewayAndEveryRelease() {
        // Gateways of two releases run side by side during an upgrade: a change here moves every key.
        Fleet fleet = Fleet.of(
                1,
                List.of("alpha", "beta", "gamma").stream()
                        .map(id -> Worker.of(id, URI.create("http://127.0.0.1:1")))
                        .toList());
        assertThat(owners(MaglevTable.of(fleet))).isEqualTo("210111122101002100000220");
        assertThat(owners(ModuloTable.of(fleet))).isEqualTo("022112200021200022022111");
    }

    private static String owners(KeyTable table) {
        StringBuilder owners = new StringBuilder();
        for (int key = 0; key < 24; key++) {
            owners.append(table.owner(table.position(StringHash.of("user-" + key))));
        }
        return owners.toString();
    }

    private static int[] counts(KeyTable table, int workers) {
        int[] counts = new int[workers];
        for (long hash : HASHES) {
            counts[table.owner(table.position(hash))]++;
        }
        return counts;
    }

    private static List<Integer> positions(KeyTable table, int workers) {
        int[] counts = new int[workers];
        for (int position = 0; position < table.size(); position++) {
            counts[table.owner(position)]++;
        }
        return Arrays.stream(counts).boxed().toList();
    }

    /** The share of the keys that have another worker in the second table. */
    private static double moved(Fleet fleet, KeyTable table, Fleet next, KeyTable nextTable) {
        int moved = 0;
        for (long hash : HASHES) {
            String before =
                    fleet.workers().get(table.owner(table.position(hash))).id();
            String after = next.workers()
                    .get(nextTable.owner(nextTable.position(hash)))
                    .id();
            moved += before.equals(after) ? 0 : 1;
        }
        return (double) moved / KEYS;
    }
}
