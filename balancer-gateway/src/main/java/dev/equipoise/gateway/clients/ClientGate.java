package dev.equipoise.gateway.clients;

import dev.equipoise.gateway.clients.Sentences.Sentence;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Watches what clients do by what they are answered, and says who is to be slowed down or refused. Both lanes ask it. While nobody
 * misbehaves a request costs a look at its path and its status. Any thread.
 */
public final class ClientGate {

    /** How long a request waits whose client is to be slowed down. */
    public static final Duration DELAY = Duration.ofSeconds(1);

    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int MOST_DELAYED = 1000;

    private final ClientAddresses addresses;
    private final ClientWatch watch;
    private final Set<String> honeyPaths;
    private final @Nullable TokenBuckets rate;
    private final ForcedBrowsing browsing;
    private final Counter slowed;
    private final Counter limited;
    private final Counter blocked;
    private final AtomicInteger delayed = new AtomicInteger();

    ClientGate(ClientsProperties properties, ClientAddresses addresses, ClientWatch watch, MeterRegistry meters) {
        this.addresses = addresses;
        this.watch = watch;
        this.honeyPaths = Set.copyOf(properties.honeyPaths());
        double perSecond = properties.rate().perSecond();
        double burst = properties.rate().burst() > 0 ? properties.rate().burst() : Math.max(1, 2 * perSecond);
        this.rate = perSecond > 0 ? new TokenBuckets(perSecond, burst, properties.remembered()) : null;
        this.browsing = new ForcedBrowsing(properties.remembered());
        this.slowed = meters.counter("equipoise.clients.refusals", "action", "slow");
        this.limited = meters.counter("equipoise.clients.refusals", "action", "limit");
        this.blocked = meters.counter("equipoise.clients.refusals", "action", "block");
    }

    /**
     * What is to be done with a request.
     *
     * @param refusal of it; null for none
     * @param waits whether it is to be held for {@link #DELAY} first; {@link #waited} is called once, when it has been or when its client
     *     went away
     */
    public record Verdict(@Nullable ClientRefusedException refusal, boolean waits) {

        static final Verdict PASS = new Verdict(null, false);
        static final Verdict WAIT = new Verdict(null, true);
    }

    /** Whether anybody might be refused at all at the moment. */
    boolean isJudging() {
        return rate != null || watch.sentencesAnybody();
    }

    /**
     * What is to be done with a request of this peer.
     *
     * @param headers the lines of a header, by name
     */
    public Verdict judge(InetAddress peer, Function<String, List<String>> headers) {
        if (!isJudging()) {
            return Verdict.PASS;
        }
        String client = addresses.of(peer, headers);
        return client == null ? Verdict.PASS : judge(client);
    }

    Verdict judge(String client) {
        Sentence sentence = watch.sentence(client);
        if (sentence != null) {
            switch (sentence.action()) {
                case BLOCK -> {
                    blocked.increment();
                    return new Verdict(ClientRefusedException.barred(), false);
                }
                case LIMIT -> {
                    return limited(1 + (sentence.until() - watch.now()) / 1000);
                }
                default -> {}
            }
        }
        if (rate != null && !rate.take(client, watch.now())) {
            watch.happened(ClientPoints.RATE, client);
            if (watch.enforces()) {
                return limited(1);
            }
        }
        return sentence == null ? Verdict.PASS : slowed();
    }

    private Verdict limited(long seconds) {
        limited.increment();
        return new Verdict(ClientRefusedException.tooMany(Math.max(1, seconds)), false);
    }

    private Verdict slowed() {
        if (delayed.incrementAndGet() > MOST_DELAYED) {
            delayed.decrementAndGet();
            return limited(1);
        }
        slowed.increment();
        return Verdict.WAIT;
    }

    /** A request that was to wait did. */
    public void waited() {
        delayed.decrementAndGet();
    }

    /**
     * A request was answered.
     *
     * @param path without the query
     * @param named whether a route asks for such a path, and not for any
     */
    public void answered(
            int status, String path, boolean named, InetAddress peer, Function<String, List<String>> headers) {
        if (isWorthALook(status, path, named)) {
            look(status, path, named, addresses.of(peer, headers));
        }
    }

    boolean isWorthALook(int status, String path, boolean named) {
        return isDenied(status) || browsing.isWatching() || (!named && honeyPaths.contains(path));
    }

    void look(int status, String path, boolean named, @Nullable String client) {
        if (client == null) {
            return;
        }
        if (!named && honeyPaths.contains(path)) {
            watch.happened(ClientPoints.HONEY, client);
        }
        if (browsing.answered(client, isDenied(status), watch.now())) {
            watch.happened(ClientPoints.FORCED_BROWSING, client);
        }
    }

    private static boolean isDenied(int status) {
        return status == NOT_FOUND || status == FORBIDDEN;
    }

    /** Somebody sent what is no HTTP, as requests that smuggle others are. What is only too long is no case. */
    public void malformed(InetAddress peer) {
        String client = addresses.of(peer);
        if (client != null) {
            watch.happened(ClientPoints.MALFORMED, client);
        }
    }
}
