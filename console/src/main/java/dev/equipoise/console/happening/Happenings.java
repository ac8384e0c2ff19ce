package dev.equipoise.console.happening;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** The last things that happened. Any thread; one lock, under which listeners are told in order, so they must not block. */
public final class Happenings {

    private static final int LONGEST = 500;

    private final int most;
    private final InstantSource clock;
    private final Deque<Happening> last = new ArrayDeque<>();
    private final List<Consumer<Happening>> listeners = new ArrayList<>();
    private long number;

    /** @param most how many are kept */
    public Happenings(int most, InstantSource clock) {
        this.most = most;
        this.clock = clock;
    }

    /** It happened now. */
    public void add(String kind, Tone tone, String subject, String text) {
        add(clock.instant(), kind, tone, subject, text);
    }

    public synchronized void add(Instant at, String kind, Tone tone, String subject, String text) {
        String shown = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        Happening happening = new Happening(++number, at, kind, tone, subject, shown);
        last.addLast(happening);
        if (last.size() > most) {
            last.removeFirst();
        }
        listeners.forEach(listener -> listener.accept(happening));
    }

    /** Those that are kept, oldest first. */
    public synchronized List<Happening> last() {
        return List.copyOf(last);
    }

    /** Tells of everything from now on, in order. */
    public synchronized void listen(Consumer<Happening> listener) {
        listeners.add(listener);
    }
}
