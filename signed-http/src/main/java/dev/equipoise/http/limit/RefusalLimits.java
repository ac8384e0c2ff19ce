package dev.equipoise.http.limit;

import dev.equipoise.core.registration.Network;
import dev.equipoise.core.registration.Refusal;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much may be refused to a source. Counted are requests that did not prove who sent them; they are charged to the
 * address they came from, never to the worker they name.
 *
 * <p>A source is <em>limited</em> while the last minute saw 10 refusals of it, and <em>blocked</em> for 10 minutes, 20, 40
 * and so on up to a day, each time 50 were refused within 10 minutes. A request from such a source is answered with 429
 * unless it proves itself at little cost: others may stand behind the same address, and one HMAC costs less than the answer.
 * What costs much to verify is verified for such a source once a second at most. Why: decision 0013.
 *
 * <p>Any thread. Remembers a bounded number of sources and forgets first what it has not heard of for longest. Each replica
 * counts for itself.
 */
public final class RefusalLimits {

    /** What anybody can have refused without a key, or with a message that is not theirs. */
    private static final Set<Refusal> UNPROVEN = EnumSet.of(
            Refusal.UNSIGNED,
            Refusal.MALFORMED_SIGNATURE,
            Refusal.UNKNOWN_KEY,
            Refusal.KEY_NOT_ACTIVE,
            Refusal.KEY_REVOKED,
            Refusal.STALE_SIGNATURE,
            Refusal.DIGEST_MISMATCH,
            Refusal.BAD_SIGNATURE,
            Refusal.REPLAYED,
            Refusal.BODY_TOO_LARGE,
            Refusal.JOIN_TOKEN_REFUSED);

    private final LimitTerms limits;
    private final InstantSource clock;
    private final List<Network> exempt;
    /** By network, in the order in which they were last heard of. Guarded by itself. */
    private final Map<InetAddress, RefusalRecord> records;

    /** @throws IllegalArgumentException if an exempt network is none */
    public RefusalLimits(LimitTerms limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
        this.exempt = limits.exempt().stream().map(Network::parse).toList();
        this.records = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<InetAddress, RefusalRecord> eldest) {
                return size() > limits.sources();
            }
        };
    }

    /** Whether such a refusal says that the sender proved nothing. */
    public static boolean counts(Refusal refusal) {
        return UNPROVEN.contains(refusal);
    }

    /**
     * Counts a refusal.
     *
     * @return how the source is limited, the refusals before this one considered; null if it is not
     */
    public @Nullable Limited refused(Source source) {
        if (isExempt(source)) {
            return null;
        }
        long now = clock.millis();
        synchronized (records) {
            RefusalRecord record = records.computeIfAbsent(source.network(), key -> new RefusalRecord(limits));
            boolean wasFree = limited(record, now) == null;
            record.refused(now);
            Limited limited = wasFree ? null : limited(record, now);
            boolean worse = record.turnedTo(stage(limited));
            return limited == null ? null : new Limited(limited.blocked(), limited.retryAfter(), worse);
        }
    }

    /**
     * Asks for a verification that costs much.
     *
     * @throws TooManyRefusalsException if the source is limited and had one less than a second ago
     */
    public void spend(Source source) {
        long now = clock.millis();
        synchronized (records) {
            RefusalRecord record = records.get(source.network());
            Limited limited = record == null ? null : limited(record, now);
            if (record != null && limited != null && !record.affords(now)) {
                throw new TooManyRefusalsException(limited);
            }
        }
    }

    private @Nullable Limited limited(RefusalRecord record, long now) {
        long blocked = record.blockedFor(now);
        long left = blocked > 0 ? blocked : record.limitedFor(now);
        return left > 0 ? new Limited(blocked > 0, Duration.ofMillis(left), false) : null;
    }

    private static int stage(@Nullable Limited limited) {
        if (limited == null) {
            return 0;
        }
        return limited.blocked() ? 2 : 1;
    }

    private boolean isExempt(Source source) {
        return exempt.stream().anyMatch(network -> network.contains(source.address()));
    }
}
