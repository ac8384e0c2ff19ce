package dev.equipoise.core.simulation;

import dev.equipoise.core.load.Call;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.simulation.Requests.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One run of a simulation: takes one event after the other until every request has ended. For one thread, once. */
final class Run {

    private static final long SECOND = 1_000_000_000L;
    private static final int PROGRESS_EVERY = 10_000;

    // Streams of random numbers: what contenders draw must not change what the clients do.
    private static final int ARRIVALS = 1;
    private static final int CLIENTS = 2;
    private static final int CHOICES = 3;
    // Of the request itself.
    private static final int RETRY = 1;

    // Kinds of events.
    private static final int ARRIVAL = 0;
    private static final int SERVED = 1;
    private static final int ANSWER = 2;
    private static final int TICK = 3;
    private static final int HEARTBEAT = 4;
    private static final int CHANGE = 5;

    private final Simulation simulation;
    private final Scenario scenario;
    private final long timeout;
    private final long crossZone;
    private final long end;
    private final long mostRequests;
    private final Keys.Kind keyKind;

    private final VirtualClock clock = new VirtualClock();
    private final EventQueue events = new EventQueue();
    private final Requests requests = new Requests();
    private final Map<String, Station> stations = new LinkedHashMap<>();
    private final List<Station> byIndex;
    private final List<Station> inFleet = new ArrayList<>();
    private final List<Gateway> gateways = new ArrayList<>();
    private final String[] zones;
    private final @Nullable Oracle oracle;
    private final RandomGenerator choices;
    private final RandomGenerator clients;
    private final Arrivals arrivals;
    private final KeyDraw keys;
    private final Tally tally;

    private Fleet fleet = Fleet.EMPTY;
    private long arrived;
    private boolean arriving = true;

    Run(Simulation simulation) {
        this.simulation = simulation;
        this.scenario = simulation.scenario();
        this.timeout = scenario.traffic().timeout().toNanos();
        this.crossZone = scenario.gateways().crossZone().toNanos();
        this.end = scenario.span().length().toNanos();
        this.mostRequests = scenario.span().requests();
        this.keyKind = scenario.traffic().keys().kind();
        this.oracle = Contenders.oracle(simulation.contender());
        this.choices = random(CHOICES);
        this.clients = random(CLIENTS);
        this.arrivals = new Arrivals(scenario.traffic(), random(ARRIVALS));
        this.keys = new KeyDraw(scenario.traffic().keys());
        int count = scenario.gateways().count();
        this.zones = new String[count];
        for (int i = 0; i < count; i++) {
            zones[i] = scenario.gateways().zoneOf(i);
        }
        scenario.workers().forEach(this::admit);
        for (Change change : scenario.changes()) {
            if (change instanceof Change.Join join) {
                admit(join.worker());
            }
        }
        this.byIndex = List.copyOf(stations.values());
        this.tally = new Tally(
                List.copyOf(stations.keySet()),
                scenario.traffic().keys().count(),
                scenario.span().warmUp().toNanos());
    }

    private RandomGenerator random(int stream) {
        return new SplittableRandom(Luck.seed(simulation.seed(), stream));
    }

    private void admit(SimulatedWorker worker) {
        stations.computeIfAbsent(worker.id(), id -> new Station(stations.size(), worker));
    }

    Report toTheEnd() {
        begin();
        while (arriving || requests.open() > 0) {
            long next = events.nextTime();
            if (requests.open() > 0 && requests.arrivedAt[requests.oldest()] + timeout < next) {
                int oldest = requests.oldest();
                clock.moveTo(requests.arrivedAt[oldest] + timeout);
                giveUp(oldest);
            } else {
                int kind = events.nextKind();
                int subject = events.nextSubject();
                events.remove();
                clock.moveTo(next);
                happen(kind, subject);
            }
        }
        simulation.progress().accept(arrived);
        return tally.report(simulation.contender(), simulation.seed());
    }

    private void begin() {
        for (int i = 0; oracle == null && i < scenario.gateways().count(); i++) {
            gateways.add(new Gateway(
                    simulation.parts().get(),
                    simulation.contender(),
                    clock,
                    random(CHOICES + 1 + i),
                    zones[i],
                    scenario.gateways().refreshing()));
        }
        scenario.workers().forEach(this::join);
        fleetChanged();
        for (int i = 0; i < scenario.changes().size(); i++) {
            events.add(scenario.changes().get(i).at().toNanos(), CHANGE, i);
        }
        for (int i = 0; i < gateways.size(); i++) {
            if (gateways.get(i).ticks()) {
                events.add(SECOND + i * SECOND / gateways.size(), TICK, i);
            }
        }
        long heartbeat = scenario.gateways().heartbeat().toNanos();
        for (int i = 0; heartbeat > 0 && !gateways.isEmpty() && i < byIndex.size(); i++) {
            events.add((long) ((i + 1.0) / byIndex.size() * heartbeat), HEARTBEAT, i);
        }
        arriveLater();
    }

    private void happen(int kind, int subject) {
        switch (kind) {
            case ARRIVAL -> arrive();
            case SERVED -> served(subject);
            case ANSWER -> answered(subject);
            case TICK -> {
                gateways.get(subject).tick();
                events.add(clock.getAsLong() + SECOND, TICK, subject);
            }
            case HEARTBEAT -> heartbeat(subject);
            case CHANGE -> change(scenario.changes().get(subject));
            default -> throw new IllegalStateException("an event of kind " + kind);
        }
    }

    private void arriveLater() {
        long next = arrivals.next();
        arriving = arrived < mostRequests && next < end;
        if (arriving) {
            events.add(next, ARRIVAL, 0);
        }
    }

    private void arrive() {
        long now = clock.getAsLong();
        if (++arrived % PROGRESS_EVERY == 0) {
            simulation.progress().accept(arrived);
        }
        // Drawn whatever becomes of the request, and in this order: all contenders meet the same clients.
        long luck = clients.nextLong();
        int gateway = clients.nextInt(zones.length);
        int key = keys.draw(clients.nextDouble());
        String name = oracle == null ? nameOf(key) : null;
        Station station = place(gateway, name);
        if (station == null) {
            tally.unplaced(now);
        } else {
            tally.placed(
                    now, station.index, key, !zones[gateway].isEmpty() && zones[gateway].equals(station.worker.zone()));
            int handle = requests.open(now);
            requests.luck[handle] = luck;
            requests.gateway[handle] = gateway;
            requests.station[handle] = station.index;
            requests.key[handle] = name;
            requests.call[handle] =
                    oracle == null ? gateways.get(gateway).tracker.start(station.worker) : null;
            enter(handle, station);
        }
        arriveLater();
    }

    private @Nullable Station place(int gateway, @Nullable String key) {
        if (oracle != null) {
            return oracle.choose(inFleet, choices);
        }
        Worker picked = gateways.get(gateway).pick(key);
        return picked == null ? null : stations.get(picked.id());
    }

    private @Nullable String nameOf(int key) {
        return switch (keyKind) {
            case NONE -> null;
            case UNIQUE -> "request-" + arrived;
            case ZIPF -> "key-" + key;
        };
    }

    private void enter(int handle, Station station) {
        if (station.behaviour.refusing()) {
            end(handle, Ending.REFUSED);
            requests.forget(handle);
            return;
        }
        station.inSystem++;
        if (station.serving < station.slots) {
            serve(handle, station);
        } else {
            station.line.add(handle);
        }
    }

    private void serve(int handle, Station station) {
        Behaviour behaviour = station.behaviour;
        station.serving++;
        long luck = requests.luck[handle];
        double fate = Luck.uniform(luck, 0);
        if (fate < behaviour.hanging()) {
            requests.state[handle] = State.HANGING;
            return;
        }
        boolean fails = fate < behaviour.hanging() + behaviour.failing();
        requests.state[handle] = State.IN_SLOT;
        requests.failing[handle] = fails;
        long duration = fails && !behaviour.failsAfter().isZero()
                ? behaviour.failsAfter().toNanos()
                : (long) (behaviour.serviceTime().relative(luck) * behaviour.meanNanos());
        events.add(clock.getAsLong() + duration, SERVED, handle);
    }

    private void served(int handle) {
        Station station = byIndex.get(requests.station[handle]);
        station.inSystem--;
        if (requests.ended[handle]) {
            // Its client has gone; the worker only now notices.
            requests.forget(handle);
        } else {
            String zone = zones[requests.gateway[handle]];
            if (crossZone > 0 && !zone.isEmpty() && !zone.equals(station.worker.zone())) {
                requests.state[handle] = State.ANSWERED;
                events.add(clock.getAsLong() + crossZone, ANSWER, handle);
            } else {
                answered(handle);
            }
        }
        freeSlot(station);
    }

    private void answered(int handle) {
        if (!requests.ended[handle]) {
            if (requests.failing[handle] && triesAgain(handle)) {
                return;
            }
            end(handle, requests.failing[handle] ? Ending.FAILED : Ending.SUCCEEDED);
        }
        requests.forget(handle);
    }

    /** @return whether another worker has it now; its luck there is another */
    private boolean triesAgain(int handle) {
        Call call = requests.call[handle];
        if (call == null || requests.retried[handle]) {
            return false;
        }
        Gateway gateway = gateways.get(requests.gateway[handle]);
        Worker other = gateway.pickAgain(requests.key[handle], byIndex.get(requests.station[handle]).id);
        if (other == null) {
            return false;
        }
        call.failed();
        Station station = stations.get(other.id());
        requests.retried[handle] = true;
        requests.failing[handle] = false;
        requests.state[handle] = State.WAITING;
        requests.luck[handle] = Luck.seed(requests.luck[handle], RETRY);
        requests.station[handle] = station.index;
        requests.call[handle] = gateway.tracker.start(station.worker);
        tally.placed(clock.getAsLong(), station.index, KeyDraw.NO_KEY, false);
        enter(handle, station);
        return true;
    }

    private void freeSlot(Station station) {
        station.serving--;
        while (station.serving < station.slots && !station.line.isEmpty()) {
            int next = station.line.remove();
            if (requests.ended[next]) {
                requests.forget(next);
            } else {
                serve(next, station);
            }
        }
    }

    /** The client waits no longer. In line the request is passed over, in a slot it is served for nothing. */
    private void giveUp(int handle) {
        Station station = byIndex.get(requests.station[handle]);
        State state = requests.state[handle];
        end(handle, Ending.TIMED_OUT);
        if (state == State.WAITING) {
            station.inSystem--;
        } else if (state == State.HANGING) {
            station.inSystem--;
            requests.forget(handle);
            freeSlot(station);
        }
    }

    private void end(int handle, Ending ending) {
        Call call = requests.call[handle];
        if (call != null && ending == Ending.SUCCEEDED) {
            call.succeeded();
        } else if (call != null) {
            call.failed();
        }
        tally.ended(requests.arrivedAt[handle], clock.getAsLong(), requests.station[handle], ending);
        requests.end(handle);
    }

    private void heartbeat(int index) {
        Station station = byIndex.get(index);
        if (station.inFleet && !station.behaviour.refusing()) {
            for (Gateway gateway : gateways) {
                gateway.reported(station.id, station.inSystem);
            }
        }
        events.add(clock.getAsLong() + scenario.gateways().heartbeat().toNanos(), HEARTBEAT, index);
    }

    private void change(Change change) {
        if (change instanceof Change.Behave behave) {
            stations.get(behave.id()).behaviour = behave.behaviour();
            return;
        }
        if (change instanceof Change.Join join) {
            join(join.worker());
        } else {
            leave(change.id());
        }
        fleetChanged();
    }

    private void join(SimulatedWorker worker) {
        Station station = stations.get(worker.id());
        station.become(worker);
        if (!station.inFleet) {
            station.inFleet = true;
            inFleet.add(station);
        }
    }

    private void leave(String id) {
        Station station = stations.get(id);
        station.inFleet = false;
        inFleet.remove(station);
    }

    private void fleetChanged() {
        fleet = Fleet.of(
                fleet.version() + 1,
                inFleet.stream().map(station -> station.worker).toList());
        gateways.forEach(gateway -> gateway.fleetChanged(fleet));
    }
}
