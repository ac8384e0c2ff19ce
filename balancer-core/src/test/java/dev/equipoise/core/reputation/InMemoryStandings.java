package dev.equipoise.core.reputation;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** The fake of the standings: one lock. */
public final class InMemoryStandings implements Standings {

    private static final long LIFE = 1_000_000;

    private final int most;
    private final int mostGone;
    private final Lock lock = new ReentrantLock();
    private final Condition published = lock.newCondition();
    private final Map<String, Published> standings = new TreeMap<>();
    /** Version by worker, the oldest first. */
    private final Map<String, Long> gone = new LinkedHashMap<>();

    private long version;
    /** Behind which all changes are known. */
    private long floor;
    /** Goes on in another life. */
    private long last;

    private record Published(Standing standing, long version) {}

    /**
     * @param most standings
     * @param mostGone workers remembered that were taken out
     */
    public InMemoryStandings(int most, int mostGone) {
        this.most = most;
        this.mostGone = mostGone;
    }

    @Override
    public void publish(Collection<Standing> changed, Collection<String> out) {
        lock.lock();
        try {
            Map<String, Published> next = new HashMap<>(standings);
            List<String> left =
                    out.stream().distinct().filter(next::containsKey).toList();
            left.forEach(next::remove);
            changed.stream()
                    .filter(standing -> !out.contains(standing.worker()))
                    .forEach(standing -> next.put(standing.worker(), new Published(standing, last + 1)));
            if (next.size() > most && next.size() > standings.size()) {
                throw new IllegalStateException("there are more standings than there may be");
            }
            if (next.equals(standings)) {
                return;
            }
            last++;
            if (version == 0) {
                floor = last;
            }
            version = last;
            standings.clear();
            standings.putAll(next);
            next.keySet().forEach(gone::remove);
            for (String worker : left) {
                gone.remove(worker);
                gone.put(worker, version);
                if (gone.size() > mostGone) {
                    String first = gone.keySet().iterator().next();
                    floor = gone.get(first);
                    gone.remove(first);
                }
            }
            published.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Snapshot snapshot() {
        lock.lock();
        try {
            return new Snapshot(version, all());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Changes after(long known, Duration wait) {
        lock.lock();
        try {
            for (long left = wait.toNanos(); (version == 0 || version == known) && left > 0; ) {
                left = published.awaitNanos(left);
            }
            if (version == 0) {
                return new Changes(known, false, List.of(), List.of());
            }
            if (known < floor || known > version) {
                return new Changes(version, true, all(), List.of());
            }
            return new Changes(
                    version,
                    false,
                    standings.values().stream()
                            .filter(one -> one.version() > known)
                            .map(Published::standing)
                            .toList(),
                    gone.entrySet().stream()
                            .filter(one -> one.getValue() > known)
                            .map(Map.Entry::getKey)
                            .toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Changes(known, false, List.of(), List.of());
        } finally {
            lock.unlock();
        }
    }

    private List<Standing> all() {
        return standings.values().stream().map(Published::standing).toList();
    }

    /** The store loses everything it knew. */
    public void lose() {
        lock.lock();
        try {
            standings.clear();
            gone.clear();
            version = 0;
            floor = 0;
            last += LIFE;
        } finally {
            lock.unlock();
        }
    }
}
