package dev.equipoise.console.happening;

import java.util.Map;

/** The registry's kinds of change in words. */
public final class MembershipWords {

    private record Words(Tone tone, String text) {}

    private static final Map<String, Words> WORDS = Map.ofEntries(
            Map.entry("started", new Words(Tone.INFO, "registered and has not answered a call yet")),
            Map.entry("joined", new Words(Tone.OK, "joined")),
            Map.entry("moved", new Words(Tone.INFO, "moved to another address")),
            Map.entry("heard", new Words(Tone.OK, "is heard of again")),
            Map.entry("unheard", new Words(Tone.WARN, "is in doubt: no heartbeat came in time")),
            Map.entry("disconnected", new Words(Tone.WARN, "is in doubt: its session broke")),
            Map.entry("refusing", new Words(Tone.WARN, "is in doubt: it refuses connections")),
            Map.entry("draining", new Words(Tone.INFO, "drains: it gets no new requests")),
            Map.entry("left", new Words(Tone.INFO, "left")),
            Map.entry("expired", new Words(Tone.BAD, "is out: its lease ended without a word")),
            Map.entry("equivocated", new Words(Tone.BAD, "is out: two processes claim its id")),
            Map.entry("revoked", new Words(Tone.BAD, "is out: its key was revoked")));

    private MembershipWords() {}

    /** Whether the console has words for this kind; others are not shown. */
    public static boolean know(String kind) {
        return WORDS.containsKey(kind);
    }

    /** @param kind that {@link #know known} */
    public static Tone tone(String kind) {
        return of(kind).tone;
    }

    /** A sentence about this worker. @param kind that is {@link #know known} */
    public static String sentence(String worker, String kind) {
        return worker + " " + of(kind).text;
    }

    private static Words of(String kind) {
        Words words = WORDS.get(kind);
        if (words == null) {
            throw new IllegalArgumentException(kind);
        }
        return words;
    }
}
