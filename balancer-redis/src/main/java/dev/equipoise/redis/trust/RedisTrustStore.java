package dev.equipoise.redis.trust;

import dev.equipoise.core.registration.JoinToken;
import dev.equipoise.core.registration.PublicKeyRecord;
import dev.equipoise.core.registration.Refusal;
import dev.equipoise.core.registration.RefusedException;
import dev.equipoise.core.registration.TrustStore;
import dev.equipoise.core.registration.Validity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.core.StringRedisTemplate;

/** The trust store in Redis. Each write is one script; a token and the key it enrols change places in one step. */
public final class RedisTrustStore implements TrustStore {

    private static final TrustScript CHANGED = new TrustScript("changed");
    private static final TrustScript ISSUE = new TrustScript("issue");
    private static final TrustScript ENROL = new TrustScript("enrol");
    private static final TrustScript ADD = new TrustScript("add");
    private static final TrustScript REVOKE = new TrustScript("revoke");

    private static final Pattern RECORD = Pattern.compile("(-|\\d+) (\\S+) (.*)", Pattern.DOTALL);
    private static final String OPEN = "-";
    /** Ids or keys in one script: it holds up Redis for the while, and its arguments have a bound. */
    private static final int BATCH = 500;

    private final StringRedisTemplate redis;
    private final TrustLimits limits;

    public RedisTrustStore(StringRedisTemplate redis, TrustLimits limits) {
        this.redis = redis;
        this.limits = limits;
    }

    @Override
    public @Nullable Snapshot changedSince(String version) {
        return snapshot(CHANGED.run(redis, version));
    }

    /** @param answer of the script {@code changed} */
    static @Nullable Snapshot snapshot(List<String> answer) {
        if (answer.isEmpty()) {
            return null;
        }
        int keysEnd = 2 + 2 * Integer.parseInt(answer.get(1));
        List<PublicKeyRecord> keys = new ArrayList<>();
        for (int i = 2; i < keysEnd; i += 2) {
            keys.add(record(answer.get(i), answer.get(i + 1)));
        }
        return new Snapshot(answer.get(0), keys, Set.copyOf(answer.subList(keysEnd, answer.size())));
    }

    @Override
    public void issue(JoinToken token) {
        check(
                ISSUE.run(
                        redis,
                        token.hash(),
                        String.valueOf(token.life().toMillis()),
                        millis(token.keyNotAfter()),
                        GrantText.of(token.grant()),
                        String.valueOf(limits.tokens())),
                "join tokens");
    }

    @Override
    public PublicKeyRecord enrol(String tokenHash, String keyId, String publicKey) {
        String record = check(ENROL.run(redis, tokenHash, keyId, publicKey, String.valueOf(limits.keys())), "keys");
        return record(keyId, record);
    }

    @Override
    public void merge(Collection<PublicKeyRecord> keys, Collection<String> revoked) {
        for (List<String> ids : batches(new HashSet<>(revoked), BATCH)) {
            ids.add(0, String.valueOf(limits.revoked()));
            check(REVOKE.run(redis, ids.toArray()), "revocations");
        }
        List<String> fields = new ArrayList<>();
        for (PublicKeyRecord key : keys) {
            fields.add(key.id());
            fields.add(millis(key.validity().notAfter()) + ' ' + key.publicKey() + ' ' + GrantText.of(key.grant()));
        }
        for (List<String> batch : batches(fields, 2 * BATCH)) {
            batch.add(0, String.valueOf(limits.keys()));
            check(ADD.run(redis, batch.toArray()), "keys");
        }
    }

    private static List<List<String>> batches(Collection<String> all, int size) {
        List<List<String>> batches = new ArrayList<>();
        for (String one : all) {
            if (batches.isEmpty() || batches.get(batches.size() - 1).size() == size) {
                batches.add(new ArrayList<>());
            }
            batches.get(batches.size() - 1).add(one);
        }
        return batches;
    }

    private static String millis(@Nullable Instant time) {
        return time == null ? OPEN : String.valueOf(time.toEpochMilli());
    }

    private static PublicKeyRecord record(String id, String text) {
        Matcher matcher = RECORD.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalStateException("not the record of a key: " + text);
        }
        String end = matcher.group(1);
        Instant notAfter = end.equals(OPEN) ? null : Instant.ofEpochMilli(Long.parseLong(end));
        return new PublicKeyRecord(
                id, matcher.group(2), GrantText.parse(matcher.group(3)), new Validity(null, notAfter));
    }

    /** A script answers OK and maybe a record, or the name of a refusal. */
    private static String check(List<String> answer, String what) {
        if (answer.get(0).equals("OK")) {
            return answer.get(answer.size() - 1);
        }
        Refusal refusal = Refusal.valueOf(answer.get(0));
        throw new RefusedException(
                refusal,
                switch (refusal) {
                    case JOIN_TOKEN_REFUSED ->
                        "The join token is unknown, used or too old; ask an operator for another.";
                    case KEY_EXISTS -> "A key of this id is enrolled already; choose another id.";
                    case KEY_REVOKED -> "The key of this id is revoked, and ids are not used again; choose another.";
                    case TRUST_STORE_FULL -> "There are as many " + what + " as there may be.";
                    default -> throw new IllegalStateException("unexpected answer of a script: " + answer);
                });
    }
}
