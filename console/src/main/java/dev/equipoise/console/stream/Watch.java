package dev.equipoise.console.stream;

import dev.equipoise.console.ask.Answer;
import dev.equipoise.console.ask.Peer;
import dev.equipoise.console.ask.Services;
import dev.equipoise.console.fleet.FleetWatch;
import dev.equipoise.console.fleet.Picture;
import dev.equipoise.console.happening.Happenings;
import dev.equipoise.console.traffic.Counted;
import dev.equipoise.console.traffic.Point;
import dev.equipoise.console.traffic.TrafficHistory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the fleet again and again, and at once when something changed, and tells everybody who watches. One thread runs it;
 * any thread may {@link #wake} it and {@link #subscribe}.
 */
public final class Watch implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Watch.class);

    /** While nobody watches the charts are kept up, and that is all. */
    private static final int WHEN_UNWATCHED = 5;

    /** Many changes at once are one look. */
    private static final long LEAST_MS = 100;

    private final Services services;
    private final FleetWatch fleet;
    private final TrafficHistory traffic;
    private final Happenings happenings;
    private final Broadcast broadcast;
    private final InstantSource clock;
    private final long interval;
    private boolean awake; // guarded by this

    Watch(
            Services services,
            FleetWatch fleet,
            TrafficHistory traffic,
            Happenings happenings,
            Broadcast broadcast,
            InstantSource clock,
            Duration interval) {
        this.services = services;
        this.fleet = fleet;
        this.traffic = traffic;
        this.happenings = happenings;
        this.broadcast = broadcast;
        this.clock = clock;
        this.interval = interval.toMillis();
        happenings.listen(happening -> broadcast.tell(Frame.of("happening", happening)));
    }

    /** Look now. Does not block. */
    public synchronized void wake() {
        awake = true;
        notifyAll();
    }

    /** Until it is interrupted. */
    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                long from = clock.millis();
                try {
                    look();
                } catch (RuntimeException e) {
                    log.warn("A look at the fleet failed; the next one may not", e);
                }
                rest(from);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        boolean scores = fleet.look();
        Picture picture = fleet.picture();
        if (picture == null) {
            return;
        }
        broadcast.tell(Frame.of("picture", picture));
        if (scores) {
            broadcast.tell(Frame.of("scores", fleet.scores()));
        }
        if (traffic.isDue(picture.at())) {
            List<Point> point = traffic.take(picture.at(), counts(), picture.inFlight());
            point.forEach(each -> broadcast.tell(Frame.of("traffic", List.of(each))));
        }
    }

    private Map<String, Counted> counts() {
        Map<Peer, CompletableFuture<Answer>> asked = new LinkedHashMap<>();
        services.gateways().forEach(gateway -> asked.put(gateway, services.ask(gateway, "/actuator/prometheus")));
        Map<String, Counted> counts = new HashMap<>();
        asked.forEach((gateway, answer) -> {
            if (answer.join().ok()) {
                counts.put(gateway.name(), Counted.in(answer.join().body()));
            }
        });
        return counts;
    }

    private void rest(long from) throws InterruptedException {
        Thread.sleep(LEAST_MS);
        synchronized (this) {
            long end = from + interval * (broadcast.subscribers() == 0 ? WHEN_UNWATCHED : 1);
            for (long left = end - clock.millis(); left > 0 && !awake; left = end - clock.millis()) {
                wait(left);
            }
            awake = false;
        }
    }

    /**
     * A stream of everything there is to know. What happens meanwhile may come twice, and before what was there already:
     * happenings have numbers and points have times.
     */
    Subscriber subscribe() {
        Subscriber subscriber = broadcast.subscribe();
        state().forEach(subscriber::offer);
        wake();
        return subscriber;
    }

    void unsubscribe(Subscriber subscriber) {
        broadcast.unsubscribe(subscriber);
    }

    private List<Frame> state() {
        List<Frame> frames = new ArrayList<>(List.of(Frame.OPENING));
        Picture picture = fleet.picture();
        frames.add(Frame.of("happenings", happenings.last()));
        frames.add(Frame.of("points", traffic.points()));
        frames.add(Frame.of("scores", fleet.scores()));
        if (picture != null) {
            frames.add(Frame.of("picture", picture));
        }
        return frames;
    }
}
