package dev.equipoise.core.guard;

import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.policy.LoadBalancingPolicy;
import dev.equipoise.core.policy.Picker;
import dev.equipoise.core.policy.Thinning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * The guards of one service, in the order in which they act. {@link #apply} and {@link #around} are called by one thread
 * at a time; any thread may ask for the {@link #states}.
 */
public final class Guards {

    /** Nobody stands between fleet and policy. */
    public static final Guards NONE = new Guards(List.of(), List.of(), (fleet, previous) -> Picker.NOBODY);

    private final List<FleetGuard> onFleet;
    private final PickGuard[] onPick;
    private final LongAdder[] refusals;
    private final LoadBalancingPolicy inPanic;
    private volatile boolean panicking;

    /** @param inPanic chooses while a guard panics, usually at random by weight */
    public Guards(List<FleetGuard> onFleet, List<PickGuard> onPick, LoadBalancingPolicy inPanic) {
        this.inPanic = inPanic;
        this.onFleet = List.copyOf(onFleet);
        this.onPick = onPick.toArray(new PickGuard[0]);
        this.refusals = Stream.generate(LongAdder::new).limit(onPick.size()).toArray(LongAdder[]::new);
    }

    /**
     * What one guard does at the moment.
     *
     * @param affected on how many workers it acts
     * @param refusals how many picks it did not admit since it was made
     * @param standsAside whether it would act on so many that it acts on nobody
     */
    public record State(String guard, int affected, long refusals, boolean standsAside) {}

    /** What the policy may see of {@code fleet}: each guard sees what those before it left. */
    public Fleet apply(Fleet fleet, long now) {
        Fleet seen = fleet;
        for (FleetGuard guard : onFleet) {
            seen = guard.apply(seen, now);
        }
        panicking = onFleet.stream().anyMatch(FleetGuard::panicking);
        return seen;
    }

    /** Whether a guard panics: then everyone gets traffic by weight, whatever the policy. */
    public boolean panicking() {
        return panicking;
    }

    /**
     * {@code picker} as the guards let it act. Whom a request prefers it gets before anybody is picked, if the policy sees that
     * worker and no guard is against it.
     *
     * @param thinning how its policy gives less to a worker
     */
    public Picker around(Picker picker, Fleet fleet, Thinning thinning) {
        PickGuard[] acting = Arrays.stream(onPick).filter(PickGuard::acts).toArray(PickGuard[]::new);
        if (acting.length == 0 && onFleet.isEmpty()) {
            return new StickyPicker(picker, fleet, acting);
        }
        Picker inner = picker;
        for (FleetGuard guard : onFleet) {
            inner = guard.around(inner, fleet, thinning);
        }
        Picker calm = acting.length == 0 ? inner : new GuardedPicker(inner, fleet, acting, refusalsOf(acting));
        Picker panic = inPanic.pickerFor(fleet, null);
        Picker guarded = request -> panicking ? panic.pick(request) : calm.pick(request);
        return new StickyPicker(guarded, fleet, acting);
    }

    private LongAdder[] refusalsOf(PickGuard[] acting) {
        List<PickGuard> all = Arrays.asList(onPick);
        return Arrays.stream(acting).map(guard -> refusals[all.indexOf(guard)]).toArray(LongAdder[]::new);
    }

    /** One for each guard that acts. */
    public List<State> states() {
        List<State> states = new ArrayList<>();
        for (FleetGuard guard : onFleet) {
            if (Arrays.stream(onPick).noneMatch(same -> same == guard)) {
                states.add(new State(guard.name(), guard.affected(), 0, guard.standsAside()));
            }
        }
        for (int i = 0; i < onPick.length; i++) {
            if (!onPick[i].acts()) {
                continue;
            }
            FleetGuard both = onPick[i] instanceof FleetGuard guard ? guard : null;
            states.add(new State(
                    onPick[i].name(),
                    both == null ? 0 : both.affected(),
                    refusals[i].sum(),
                    both != null && both.standsAside()));
        }
        return states;
    }
}
