package dev.equipoise.core.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.core.Fleets;
import dev.equipoise.core.ManualClock;
import dev.equipoise.core.load.Call;
import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.load.PeakEwmaLoadTracker;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.policy.Explanation;
import dev.equipoise.core.policy.LoadBalancingPolicies;
import dev.equipoise.core.policy.LoadBalancingPolicy;
import dev.equipoise.core.policy.PickRequest;
import dev.equipoise.core.policy.PickTrace;
import dev.equipoise.core.policy.Picker;
import dev.equipoise.core.reputation.Standing;
import dev.equipoise.core.reputation.TrustState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What standings do to the picks of every policy. */
class StandingGuardTest {

    private static final long SEED = 7;
    private static final int PICKS = 10_000;

    private Map<String, Standing> standings = Map.of();
    private final ManualClock clock = new ManualClock();
    private final LoadTracker tracker = new PeakEwmaLoadTracker(clock);
    private final RandomGenerator random = new SplittableRandom(SEED);
    private final StandingGuard guard = new StandingGuard(() -> standings, () -> random, clock);
    private final Guards guards =
            new Guards(List.of(guard), List.of(), LoadBalancingPolicies.byName("random", tracker, () -> random));

    static List<String> policies() {
        return LoadBalancingPolicies.names();
    }

    @ParameterizedTest
    @MethodSource("policies")
    void whoIsNotUsableGetsNothing(String policy) {
        Fleet fleet = Fleets.of(10);
        stand(TrustState.SUPPRESSED, 1, "w-1");
        stand(TrustState.QUARANTINED, 1, "w-2");
        stand(TrustState.BANNED, 1, "w-3");
        assertThat(shares(picker(policy, fleet), 0).keySet())
                .doesNotContain("w-1", "w-2", "w-3")
                .hasSize(7);
        assertThat(guard.affected()).isEqualTo(3);
        assertThat(guard.standsAside()).isFalse();

        standings = Map.of();
        assertThat(shares(picker(policy, fleet), 0)).hasSize(10);
        assertThat(guard.affected()).isZero();
    }

    @ParameterizedTest
    @MethodSource("policies")
    void whenFewerThanHalfAreUsableAllThatAreNotBannedAreUsedByTheirConfiguredWeight(String policy) {
        Fleet fleet = Fleets.of(7);
        stand(TrustState.BANNED, 1, "w-1");
        stand(TrustState.QUARANTINED, 0.1, "w-2", "w-3", "w-4");
        stand(TrustState.PROBATION, 0.1, "w-5");
        Fleet seen = guards.apply(fleet, clock.getAsLong());
        assertThat(seen.workers()).as("half of six is enough").hasSize(3);

        stand(TrustState.SUPPRESSED, 0.1, "w-6");
        assertThat(shares(picker(policy, fleet), 0).keySet()).containsExactly("w-2", "w-3", "w-4", "w-5", "w-6", "w-7");
        assertThat(guards.apply(fleet, clock.getAsLong()).workers())
                .allSatisfy(worker -> assertThat(worker.weight()).isOne());
        assertThat(guard.standsAside()).isTrue();
        assertThat(guards.panicking()).as("the policy goes on choosing").isFalse();
        assertThat(guards.states()).containsExactly(new Guards.State("standing", 0, 0, true));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void theBannedGetNothingEvenIfNobodyElseIsThere(String policy) {
        stand(TrustState.BANNED, 1, "w-1", "w-2");
        assertThat(picker(policy, Fleets.of(2)).pick(PickRequest.keyed("key"))).isNull();
    }

    static Stream<Arguments> probations() {
        return policies().stream()
                .flatMap(policy -> Stream.of(1, 5, 9)
                        .flatMap(many -> Stream.of(0, 9, 60).map(inFlight -> Arguments.of(policy, many, inFlight))));
    }

    @ParameterizedTest(name = "{0}, {1} of 10 on probation, {2} in flight")
    @MethodSource("probations")
    void allOnProbationTogetherGetAtMostATenth(String policy, int many, int inFlight) {
        Fleet fleet = Fleets.of(10);
        List<String> onProbation = Fleets.ids(fleet).subList(0, many);
        stand(TrustState.PROBATION, 0.4, onProbation.toArray(String[]::new));
        Map<String, Integer> shares = shares(picker(policy, fleet), inFlight);
        int theirs = sum(shares, onProbation);
        assertThat(theirs).as("seed %d", SEED).isLessThanOrEqualTo(PICKS / 10);
        if (!policy.equals("weighted-score")) {
            // That one gives nothing to whoever is never among the best three.
            assertThat(theirs).as("seed %d", SEED).isGreaterThan(PICKS / 50);
        }
    }

    @ParameterizedTest
    @MethodSource("policies")
    void whereNearlyAllAreOnProbationTheyGetWhatTheyAreWorth(String policy) {
        Fleet fleet = Fleets.of(12);
        List<String> onProbation = Fleets.ids(fleet).subList(0, 11);
        stand(TrustState.PROBATION, 0.5, onProbation.toArray(String[]::new));
        assertThat(sum(shares(picker(policy, fleet), 0), onProbation))
                .as("5.5 of 6.5")
                .isGreaterThan(policy.equals("weighted-score") ? PICKS / 4 : 8 * PICKS / 10);
    }

    @Test
    void whereAllAreOnProbationNobodyIsThinned() {
        Fleet fleet = Fleets.of(3);
        stand(TrustState.PROBATION, 0.3, "w-1", "w-2", "w-3");
        assertThat(guards.apply(fleet, clock.getAsLong())).isSameAs(fleet);
        assertThat(picks(picker("round-robin", fleet), 6)).containsExactly("w-1", "w-2", "w-3", "w-1", "w-2", "w-3");
    }

    @ParameterizedTest
    @MethodSource("policies")
    void aDegradedWorkerGetsThePartOfItsShareThatItsMultiplierSays(String policy) {
        Fleet fleet = Fleets.of(5);
        stand(TrustState.DEGRADED, 0.4, "w-2");
        double fair = 0.4 / 4.4;
        double got = shares(picker(policy, fleet), 0).getOrDefault("w-2", 0) / (double) PICKS;
        if (policy.equals("weighted-score")) {
            assertThat(got).as("seed %d", SEED).isLessThan(fair);
        } else {
            // Rings are even to some 10 %, and 10,000 picks of a share of 0.09 to 3 %.
            assertThat(got).as("seed %d", SEED).isCloseTo(fair, within(0.2 * fair));
        }
    }

    @Test
    void aScoreThatDriftsALittleChangesNoWeight() {
        Fleet fleet = Fleets.of(5);
        stand(TrustState.DEGRADED, 0.42, "w-2");
        Fleet before = guards.apply(fleet, clock.getAsLong());
        stand(TrustState.DEGRADED, 0.41, "w-2");
        assertThat(guards.apply(fleet, clock.getAsLong())).isEqualTo(before);
        stand(TrustState.DEGRADED, 0.3, "w-2");
        assertThat(guards.apply(fleet, clock.getAsLong())).isNotEqualTo(before);
    }

    @Test
    void roundRobinOverEqualsKeepsItsOrder() {
        Fleet fleet = Fleets.of(4);
        stand(TrustState.QUARANTINED, 0.1, "w-3");
        assertThat(picks(picker("round-robin", fleet), 6)).containsExactly("w-1", "w-2", "w-4", "w-1", "w-2", "w-4");
        standings = Map.of();
        assertThat(picks(picker("round-robin", fleet), 4)).containsExactly("w-1", "w-2", "w-3", "w-4");
    }

    @Test
    void roundRobinWithOneThinnedKeepsTheOrderOfTheOthers() {
        Fleet fleet = Fleets.of(3);
        stand(TrustState.DEGRADED, 0.1, "w-1");
        List<String> others = new ArrayList<>(picks(picker("round-robin", fleet), 300));
        others.removeIf("w-1"::equals);
        for (int i = 1; i < others.size(); i++) {
            assertThat(others.get(i)).as("turn %d", i).isNotEqualTo(others.get(i - 1));
        }
    }

    @Test
    void ofAPolicyThatKnowsKeysAloneTheSameKeysShed() {
        Fleet fleet = Fleets.of(5);
        stand(TrustState.DEGRADED, 0.4, "w-2");
        Picker picker = picker("modulo-hash", fleet);
        Picker untouched = LoadBalancingPolicies.byName("modulo-hash", tracker, () -> random)
                .pickerFor(fleet, null);
        for (int i = 0; i < 1_000; i++) {
            PickRequest request = PickRequest.keyed("key-" + i);
            String id = id(picker.pick(request));
            assertThat(id(picker.pick(request))).isEqualTo(id);
            String home = id(untouched.pick(request));
            if (!home.equals("w-2")) {
                assertThat(id).as("keys of others stay").isEqualTo(home);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("policies")
    void aStandingNeverLeavesARequestWithoutAWorker(String policy) {
        Fleet fleet = Fleets.of(4);
        stand(TrustState.PROBATION, 0.1, "w-1");
        stand(TrustState.DEGRADED, 0.1, "w-2");
        Picker picker = picker(policy, fleet);
        for (int i = 0; i < 500; i++) {
            PickRequest request = PickRequest.keyed("key-" + i);
            assertThat(id(picker.pick(request.without(List.of("w-3", "w-4"))))).isIn("w-1", "w-2");
            assertThat(id(picker.pick(request.without(List.of("w-2", "w-3", "w-4")))))
                    .isEqualTo("w-1");
            assertThat(picker.pick(request.without(Fleets.ids(fleet)))).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("policies")
    void aboutOneInAHundredOfTheRequestsThatMayTriesOutWhoIsInQuarantine(String policy) {
        Fleet fleet = Fleets.of(10);
        stand(TrustState.QUARANTINED, 0.1, "w-1", "w-2");
        stand(TrustState.BANNED, 0.1, "w-3");
        stand(TrustState.SUPPRESSED, 0.1, "w-4");
        Picker picker = picker(policy, fleet);
        Map<String, Integer> got = new HashMap<>();
        for (int i = 0; i < 2 * PICKS; i++) {
            PickRequest request = PickRequest.keyed("key-" + i);
            got.merge(id(picker.pick(request.asCanary())), 1, Integer::sum);
            assertThat(id(picker.pick(request))).isNotIn("w-1", "w-2", "w-3", "w-4");
            assertThat(id(picker.pick(request.asCanary().without(List.of("w-9")))))
                    .as("a retry is no experiment")
                    .isNotIn("w-1", "w-2", "w-3", "w-4");
        }
        assertThat(got.keySet()).doesNotContain("w-3", "w-4");
        // 1 % ± 4 standard deviations of 100, each.
        assertThat(got.get("w-1")).as("seed %d", SEED).isBetween(60, 140);
        assertThat(got.get("w-2")).as("seed %d", SEED).isBetween(60, 140);
    }

    @Test
    void whoIsInQuarantineIsTriedOutEveryTwoSecondsButNotByMoreThanOneInTen() {
        Fleet fleet = Fleets.of(10);
        stand(TrustState.QUARANTINED, 0.1, "w-1");
        Picker picker = picker("round-robin", fleet);
        int busy = 0;
        for (int second = 0; second < 100; second++) {
            for (int i = 0; i < 20; i++) {
                clock.pass(Duration.ofMillis(50));
                busy += id(picker.pick(PickRequest.ANY.asCanary())).equals("w-1") ? 1 : 0;
            }
        }
        assertThat(busy).as("seed %d: at least one every two seconds", SEED).isBetween(48, 110);

        int quiet = 0;
        for (int i = 0; i < 1_000; i++) {
            clock.pass(Duration.ofSeconds(5));
            quiet += id(picker.pick(PickRequest.ANY.asCanary())).equals("w-1") ? 1 : 0;
        }
        // A tenth, and one in a hundred by chance.
        assertThat(quiet).as("seed %d", SEED).isBetween(90, 130);
    }

    @ParameterizedTest
    @EnumSource(
            value = TrustState.class,
            names = {"SUPPRESSED", "QUARANTINED", "BANNED"})
    void thePickSaysWhoIsOutAndWhy(TrustState state) {
        Fleet fleet = Fleets.of(3);
        standings = Map.of("w-2", new Standing("w-2", state, 0.1, -40, 1, "answers broke the framing"));
        PickTrace trace = new PickTrace();
        Worker picked = picker("round-robin", fleet).pick(PickRequest.ANY.traced(trace));
        assertThat(trace.explain(picked).interventions())
                .containsExactly(new Explanation.Intervention(
                        "standing",
                        "w-2",
                        state.name().toLowerCase(java.util.Locale.ROOT) + ": answers broke the framing"));
    }

    @Test
    void thePickSaysWhoGetsLessAndWhoIsTriedOut() {
        Fleet fleet = Fleets.of(4);
        stand(TrustState.DEGRADED, 0.4, "w-2");
        stand(TrustState.QUARANTINED, 0.1, "w-3");
        Picker picker = picker("adaptive", fleet);
        PickTrace trace = new PickTrace();
        picker.pick(PickRequest.ANY.traced(trace));
        assertThat(trace.explain(null).interventions())
                .contains(new Explanation.Intervention("standing", "w-2", "0.40 of its weight, degraded"));

        clock.pass(Duration.ofSeconds(10));
        List<String> reasons = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            PickTrace next = new PickTrace();
            Worker picked = picker.pick(PickRequest.ANY.asCanary().traced(next));
            next.explain(picked).interventions().forEach(intervention -> reasons.add(intervention.reason()));
        }
        assertThat(reasons).contains("tried out in quarantine", "quarantined");
    }

    @Test
    void thePickSaysThatTheGuardStandsAside() {
        stand(TrustState.QUARANTINED, 0.1, "w-1");
        PickTrace trace = new PickTrace();
        Worker picked = picker("adaptive", Fleets.of(1)).pick(PickRequest.ANY.traced(trace));
        assertThat(id(picked)).isEqualTo("w-1");
        assertThat(trace.explain(picked).interventions())
                .containsExactly(new Explanation.Intervention(
                        "standing", "w-1", "nothing, for too few are usable, though quarantined"));
    }

    private void stand(TrustState state, double multiplier, String... ids) {
        Map<String, Standing> next = new HashMap<>(standings);
        Set.of(ids).forEach(id -> next.put(id, new Standing(id, state, multiplier, 0, 1, "")));
        standings = Map.copyOf(next);
    }

    private Picker picker(String policy, Fleet fleet) {
        LoadBalancingPolicy made = LoadBalancingPolicies.byName(policy, tracker, () -> random);
        Fleet seen = guards.apply(fleet, clock.getAsLong());
        return guards.around(made.pickerFor(seen, null), seen, made.thinning());
    }

    /** Picks of distinct keys, by worker, with so many in flight all the time. */
    private Map<String, Integer> shares(Picker picker, int inFlight) {
        Map<String, Integer> shares = new TreeMap<>();
        Deque<Call> calls = new ArrayDeque<>();
        for (int i = 0; i < PICKS; i++) {
            Worker picked = picker.pick(PickRequest.keyed("key-" + i));
            shares.merge(id(picked), 1, Integer::sum);
            calls.add(tracker.start(picked));
            clock.pass(Duration.ofMillis(1));
            if (calls.size() > inFlight) {
                calls.remove().succeeded();
            }
        }
        calls.forEach(Call::succeeded);
        return shares;
    }

    private static List<String> picks(Picker picker, int many) {
        List<String> picks = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            picks.add(id(picker.pick(PickRequest.ANY)));
        }
        return picks;
    }

    private static int sum(Map<String, Integer> shares, Collection<String> ids) {
        return ids.stream().mapToInt(id -> shares.getOrDefault(id, 0)).sum();
    }

    private static String id(Worker worker) {
        assertThat(worker).isNotNull();
        return worker.id();
    }
}
