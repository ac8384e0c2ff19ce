package dev.equipoise.gateway.clients;

import static dev.equipoise.core.detection.Response.once;

import dev.equipoise.core.detection.DetectionPoint;
import dev.equipoise.core.detection.Response;
import dev.equipoise.core.detection.Response.Action;
import dev.equipoise.core.detection.Threshold;
import java.time.Duration;
import java.util.List;

/** What is worth noticing in clients, with AppSensor's labels. */
final class ClientPoints {

    /** A request that the server cannot read as HTTP, as those that smuggle others are. */
    static final DetectionPoint MALFORMED = new DetectionPoint(
            "C-RE5",
            "RE5",
            new Threshold(1, Duration.ofMinutes(10)),
            List.of(once(Action.LOG), once(Action.LOG), lasting(Action.BLOCK, Duration.ofMinutes(10))));

    /** {@link ForcedBrowsing} says when. */
    static final DetectionPoint FORCED_BROWSING = new DetectionPoint(
            "C-ACE3",
            "ACE3",
            new Threshold(1, Duration.ofMinutes(1)),
            List.of(
                    once(Action.LOG),
                    lasting(Action.SLOW, Duration.ofMinutes(5)),
                    lasting(Action.LIMIT, Duration.ofMinutes(1)),
                    lasting(Action.LIMIT, Duration.ofMinutes(5)),
                    lasting(Action.BLOCK, Duration.ofHours(1))));

    /** A path that only scanners ask for. */
    static final DetectionPoint HONEY = new DetectionPoint(
            "C-HT2",
            "HT2",
            new Threshold(1, Duration.ofHours(1)),
            List.of(once(Action.NOTIFY), once(Action.NOTIFY), lasting(Action.BLOCK, Duration.ofHours(1))));

    /** Requests beyond the rate. */
    static final DetectionPoint RATE = new DetectionPoint(
            "C-UT2",
            "UT2",
            new Threshold(10, Duration.ofMinutes(10)),
            List.of(
                    once(Action.LOG),
                    lasting(Action.SLOW, Duration.ofMinutes(1)),
                    lasting(Action.LIMIT, Duration.ofMinutes(1)),
                    lasting(Action.LIMIT, Duration.ofMinutes(10))));

    static final List<DetectionPoint> ALL = List.of(MALFORMED, FORCED_BROWSING, HONEY, RATE);

    private ClientPoints() {}

    private static Response lasting(Action action, Duration time) {
        return new Response(action, time);
    }
}
