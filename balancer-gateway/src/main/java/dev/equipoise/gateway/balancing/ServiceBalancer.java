package dev.equipoise.gateway.balancing;

import dev.equipoise.core.guard.ConcurrencyLimit;
import dev.equipoise.core.guard.WorkerLimit;
import dev.equipoise.core.load.Call;
import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.policy.LoadBalancingPolicies;
import dev.equipoise.core.policy.PickRequest;
import dev.equipoise.core.policy.Picker;
import dev.equipoise.gateway.guards.ServiceGuards;
import dev.equipoise.gateway.history.ServiceHistory;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Chooses among the workers of one service. Many threads pick; {@link ServiceBalancers} alone updates. */
public final class ServiceBalancer {

    /** Who is second so often finds nobody. */
    private static final int LOOKS = 3;

    private final LoadTracker tracker;
    private final Supplier<RandomGenerator> random;
    private final ServiceGuards guards;
    private final ConcurrencyLimit limit;
    private final ServiceHistory history;
    private volatile HashOn hashOn;
    private volatile Fleet eligible = Fleet.EMPTY;
    private @Nullable Picker previous;
    private volatile Choice choice;

    /**
     * @param policy the name of the policy it begins with
     * @param tracker of the requests of this service alone
     * @param random the source of chance for policies; see {@link LoadBalancingPolicies#byName}
     * @throws UnknownPolicyException if there is no policy of this name
     */
    public ServiceBalancer(
            String policy, LoadTracker tracker, Supplier<RandomGenerator> random, HashOn hashOn, ServiceGuards guards) {
        this(policy, tracker, random, hashOn, guards, new ConcurrencyLimit(tracker, WorkerLimit.NONE));
    }

    /** @param limit one of the guards, of the same tracker */
    public ServiceBalancer(
            String policy,
            LoadTracker tracker,
            Supplier<RandomGenerator> random,
            HashOn hashOn,
            ServiceGuards guards,
            ConcurrencyLimit limit) {
        this.limit = limit;
        this.history = new ServiceHistory(tracker::nanoTime);
        this.tracker = tracker;
        this.random = random;
        this.hashOn = hashOn;
        this.guards = guards;
        this.choice = new Choice(NamedPolicy.of(policy, tracker, random), Fleet.EMPTY, Picker.NOBODY);
    }

    /** These are the workers now. Called under the lock of {@link ServiceBalancers}. */
    void update(Fleet eligible) {
        this.eligible = eligible;
        reconsider();
    }

    /** A new picker if what the guards let the policy see changed. Called under the lock of {@link ServiceBalancers}. */
    void reconsider() {
        Fleet seen = guards.apply(eligible);
        if (previous != null && seen.workers().equals(choice.seen.workers())) {
            return;
        }
        build(choice.policy, seen, previous);
    }

    /**
     * Chooses by another policy from the next pick on. What is known of the workers' load stays known; what the old policy
     * had noted down, such as whose turn it was, does not. Called under the lock of {@link ServiceBalancers}.
     *
     * @throws UnknownPolicyException if there is no policy of this name; nothing changes
     */
    void switchTo(String policy) {
        if (!policy.equals(policy())) {
            build(NamedPolicy.of(policy, tracker, random), choice.seen, null);
        }
    }

    /** From the next pick on. Called under the lock of {@link ServiceBalancers}. */
    void change(HashOn hashOn, WorkerLimit most) {
        this.hashOn = hashOn;
        if (!most.equals(limit.limit())) {
            limit.change(most);
            build(choice.policy, choice.seen, previous);
        }
    }

    private void build(NamedPolicy policy, Fleet seen, @Nullable Picker before) {
        Picker next = policy.policy().pickerFor(seen, before);
        previous = next;
        choice = new Choice(
                policy, seen, guards.around(next, seen, policy.policy().thinning()));
    }

    /** The worker for this request; null when there is none it did not try yet, or none that may get one more. */
    public @Nullable Worker pick(PickRequest request) {
        return choice.picker.pick(request);
    }

    /**
     * As {@link #pick}, and the request is in flight to that worker from now on. Where two picked the last place of a worker in
     * the same moment, who comes second looks again.
     */
    public @Nullable Picked start(PickRequest request) {
        for (int i = 0; i < LOOKS; i++) {
            Worker worker = pick(request);
            if (worker == null) {
                return null;
            }
            Call call = tracker.start(worker);
            if (!limit.isExceeded(worker)) {
                return new Picked(worker, call);
            }
            call.ignored();
        }
        return null;
    }

    /** Is there a worker that did not have this request? Then a pick that finds nobody means that all of them are busy. */
    public boolean hasUntried(PickRequest request) {
        return choice.seen.workers().stream()
                .anyMatch(worker -> !request.tried().contains(worker.id()));
    }

    /** The name of the policy it chooses by. */
    public String policy() {
        return choice.policy.name();
    }

    /** The number of workers that are up and accept connections, or of all that are up if none does. */
    public int workers() {
        return eligible.size();
    }

    /** The workers that are up and accept connections, or all that are up if none does. */
    public Fleet eligible() {
        return eligible;
    }

    /** The number of workers that the guards let the policy see. */
    public int seen() {
        return visible().size();
    }

    /** The workers that the guards let the policy see. */
    public Fleet visible() {
        return choice.seen;
    }

    public LoadTracker tracker() {
        return tracker;
    }

    /** How its workers did of late. */
    public ServiceHistory history() {
        return history;
    }

    public HashOn hashOn() {
        return hashOn;
    }

    public ServiceGuards guards() {
        return guards;
    }

    /** Swapped as one: the policy, what it sees, and who picks from it. */
    private record Choice(NamedPolicy policy, Fleet seen, Picker picker) {}
}
