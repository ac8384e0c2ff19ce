package dev.equipoise.gateway.clients;

import dev.equipoise.core.detection.Response;
import dev.equipoise.core.detection.Response.Action;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who is slowed down or refused, and until when. Remembers a bounded number and forgets the oldest first. Any thread. */
final class Sentences {

    private final int most;
    /** Guarded by itself: the oldest first. */
    private final Map<String, Sentence> sentences = new LinkedHashMap<>();

    private volatile boolean any;

    /** @param until in milliseconds of the clock of who asks */
    record Sentence(Action action, long until) {

        boolean isHarderThan(Sentence other) {
            return action.compareTo(other.action) > 0 || action == other.action && until > other.until;
        }
    }

    Sentences(int most) {
        this.most = most;
    }

    /** From now on, unless something harder is due already. */
    void pass(String subject, Response response, long now) {
        Sentence next = new Sentence(response.action(), now + response.lasts().toMillis());
        synchronized (sentences) {
            Sentence present = sentences.get(subject);
            if (present != null && present.until > now && present.isHarderThan(next)) {
                return;
            }
            sentences.remove(subject);
            sentences.put(subject, next);
            if (sentences.size() > most) {
                sentences.remove(sentences.keySet().iterator().next());
            }
            any = true;
        }
    }

    boolean isEmpty() {
        return !any;
    }

    /** What is due now; null for nothing. */
    @Nullable
    Sentence of(String subject, long now) {
        if (!any) {
            return null;
        }
        synchronized (sentences) {
            var oldest = sentences.values().iterator();
            while (oldest.hasNext() && oldest.next().until <= now) {
                oldest.remove();
            }
            any = !sentences.isEmpty();
            Sentence sentence = sentences.get(subject);
            return sentence == null || sentence.until <= now ? null : sentence;
        }
    }

    int size() {
        synchronized (sentences) {
            return sentences.size();
        }
    }
}
