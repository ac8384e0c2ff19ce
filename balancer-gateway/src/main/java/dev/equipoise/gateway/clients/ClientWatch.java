package dev.equipoise.gateway.clients;

import dev.equipoise.core.detection.Attack;
import dev.equipoise.core.detection.DetectionPoint;
import dev.equipoise.core.detection.Detector;
import dev.equipoise.core.detection.Response.Action;
import dev.equipoise.gateway.clients.Sentences.Sentence;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes attacks of events and sentences of attacks; the latter only if they are to be enforced. Any thread. */
final class ClientWatch {

    private static final Logger log = LoggerFactory.getLogger(ClientWatch.class);
    private static final String ATTACKS = "equipoise.clients.attacks";

    private final Detector detector;
    private final Sentences sentences;
    private final boolean enforced;
    private final MeterRegistry meters;
    private final LongSupplier millis;

    /** @param millis a clock that does not go back */
    ClientWatch(ClientsProperties properties, MeterRegistry meters, LongSupplier millis) {
        this.detector = new Detector(properties.remembered());
        this.sentences = new Sentences(properties.remembered());
        this.enforced = properties.mode() == ClientsProperties.Mode.ENFORCE;
        this.meters = meters;
        this.millis = millis;
        ClientPoints.ALL.forEach(point -> meters.counter(ATTACKS, "point", point.id()));
    }

    long now() {
        return millis.getAsLong();
    }

    boolean enforces() {
        return enforced;
    }

    /** The client did something worth noticing. */
    void happened(DetectionPoint point, String client) {
        Attack attack = detector.event(point, client, now());
        if (attack == null) {
            return;
        }
        meters.counter(ATTACKS, "point", point.id()).increment();
        boolean passes = enforced && attack.response().lasts().toMillis() > 0;
        if (attack.response().action() == Action.LOG) {
            log.info("{}: attack {} of {}", point.id(), attack.number(), client);
        } else {
            log.warn(
                    "{}: attack {} of {}: {}{}",
                    point.id(),
                    attack.number(),
                    client,
                    attack.response().action(),
                    passes ? " for " + attack.response().lasts() : ", not enforced");
        }
        if (passes) {
            sentences.pass(client, attack.response(), now());
        }
    }

    boolean sentencesAnybody() {
        return !sentences.isEmpty();
    }

    /** What is due to the client now; null for nothing. */
    @Nullable
    Sentence sentence(String client) {
        return sentences.of(client, now());
    }
}
