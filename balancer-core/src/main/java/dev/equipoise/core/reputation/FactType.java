package dev.equipoise.core.reputation;

/**
 * What can be known of a worker. Only the registry, gateways (fused, never one alone) and operators are sources; a worker
 * never speaks about another. The names are kept in logs: none is ever renamed.
 */
public enum FactType {
    /** Somebody nobody knew: the effect is the newcomer's debt, or what it inherits from whom it is linked to. */
    ENROLLED(Presence.UNCHANGED),
    /** In the fleet: it registered and answered. */
    JOINED(Presence.UP),
    /** It said goodbye, so that its streak only pauses. */
    LEFT(Presence.DOWN),
    /** Its lease ended without a word. */
    LEASE_LOST(Presence.DOWN),
    /** Ten minutes away without having left. */
    ABSENT_10M(Presence.UNCHANGED),
    ABSENT_1H(Presence.UNCHANGED),
    ABSENT_24H(Presence.UNCHANGED),
    /** It moved, as it had announced. */
    ADDRESS_CHANGED(Presence.UNCHANGED),
    /** It turned up at another address without a word. */
    ADDRESS_UNANNOUNCED(Presence.UNCHANGED),
    /** Two processes claimed its id at the same time: its key is copied. */
    EQUIVOCATED(Presence.DOWN),
    /** An operator revoked its key. */
    KEY_REVOKED(Presence.DOWN),
    /** Its failures stood out, as several gateways agree. */
    OUTLIER(Presence.UNCHANGED),
    /** It said that it is up while gateways could not connect. */
    LIED_UP(Presence.UNCHANGED),
    /** Its answers broke the framing of HTTP. */
    FRAMING(Presence.UNCHANGED),
    /** It claimed services outside of its enrolment, under its own key. */
    SCOPE_ABUSE(Presence.UNCHANGED),
    /** It used a trap with its own key. */
    HONEY(Presence.UNCHANGED),
    /** It registered or beat far too often. */
    FLOODING(Presence.UNCHANGED),
    /** It sent what is against the schema, under its own key. */
    MALFORMED(Presence.UNCHANGED),
    /** It served enough requests well since it was put on probation. */
    PROVEN_GOOD(Presence.UNCHANGED),
    REWARD_1D(Presence.UNCHANGED),
    REWARD_7D(Presence.UNCHANGED),
    REWARD_10D(Presence.UNCHANGED),
    REWARD_30D(Presence.UNCHANGED),
    /** An operator forgave everything before it. */
    PARDONED(Presence.UNCHANGED),
    /** An operator put it into quarantine, until a time or until pardon. */
    QUARANTINED(Presence.UNCHANGED),
    /** An operator banned it, until a time or until pardon. */
    BANNED(Presence.UNCHANGED);

    /** Whether a worker is up after such a fact: what is bad decays more slowly while it is down. */
    public enum Presence {
        UP,
        DOWN,
        UNCHANGED
    }

    private final Presence presence;

    FactType(Presence presence) {
        this.presence = presence;
    }

    public Presence presence() {
        return presence;
    }

    /** Facts after which only an operator's pardon makes the worker usable again. */
    public boolean isLatch() {
        return this == EQUIVOCATED || this == KEY_REVOKED;
    }
}
