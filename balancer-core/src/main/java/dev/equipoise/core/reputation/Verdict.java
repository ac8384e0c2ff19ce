package dev.equipoise.core.reputation;

import org.jspecify.annotations.Nullable;

/**
 * What facts say of a worker besides points: latches, an operator's word, a cause for probation, proof of good work.
 * Immutable; {@link #after} gives the next one.
 *
 * @param latched why only a pardon makes it usable again; empty if nothing does
 * @param bannedUntil the end of an operator's ban in milliseconds since 1970, null if there is none
 * @param quarantinedUntil the same of a quarantine
 * @param suspiciousSince when there last was a cause for probation; 0 if there never was one
 * @param provenGoodAt when it last had served well; 0 if it never had
 * @param joined whether it ever was up
 * @param pardonedAt when an operator last forgave everything before; 0 if nobody ever did
 */
public record Verdict(
        String latched,
        @Nullable Long bannedUntil,
        @Nullable Long quarantinedUntil,
        long suspiciousSince,
        long provenGoodAt,
        boolean joined,
        long pardonedAt) {

    public static final Verdict NONE = new Verdict("", null, null, 0, 0, false, 0);

    /** Facts in {@link Fact#ORDER}. */
    public Verdict after(Fact fact) {
        Long until = fact.until() == null ? (Long) Long.MAX_VALUE : fact.until();
        return switch (fact.type()) {
            case EQUIVOCATED, KEY_REVOKED ->
                new Verdict(
                        fact.type().name(),
                        bannedUntil,
                        quarantinedUntil,
                        suspiciousSince,
                        provenGoodAt,
                        joined,
                        pardonedAt);
            case BANNED ->
                new Verdict(latched, until, quarantinedUntil, suspiciousSince, provenGoodAt, joined, pardonedAt);
            case QUARANTINED ->
                new Verdict(latched, bannedUntil, until, suspiciousSince, provenGoodAt, joined, pardonedAt);
            case PARDONED -> new Verdict("", null, null, suspiciousSince, provenGoodAt, joined, fact.at());
            case ENROLLED, ADDRESS_UNANNOUNCED, SCOPE_ABUSE ->
                new Verdict(latched, bannedUntil, quarantinedUntil, fact.at(), provenGoodAt, joined, pardonedAt);
            case PROVEN_GOOD ->
                new Verdict(latched, bannedUntil, quarantinedUntil, suspiciousSince, fact.at(), joined, pardonedAt);
            case JOINED ->
                new Verdict(latched, bannedUntil, quarantinedUntil, suspiciousSince, provenGoodAt, true, pardonedAt);
            default -> this;
        };
    }

    boolean bansAt(long now) {
        return !latched.isEmpty() || (bannedUntil != null && now < bannedUntil);
    }

    boolean quarantinesAt(long now) {
        return quarantinedUntil != null && now < quarantinedUntil;
    }
}
