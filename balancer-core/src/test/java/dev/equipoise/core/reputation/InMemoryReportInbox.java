package dev.equipoise.core.reputation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** The fake of the inbox: one lock. */
public final class InMemoryReportInbox implements ReportInbox {

    private final int most;
    private final Lock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<GatewayReport> reports = new ArrayDeque<>();

    /** @param most reports that wait at the same time */
    public InMemoryReportInbox(int most) {
        this.most = most;
    }

    @Override
    public void put(GatewayReport report) {
        lock.lock();
        try {
            if (reports.size() == most) {
                reports.remove();
            }
            reports.add(report);
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<GatewayReport> take(int atMost, Duration wait) {
        if (atMost < 1) {
            throw new IllegalArgumentException("who takes, takes one at least");
        }
        lock.lock();
        try {
            for (long left = wait.toNanos(); reports.isEmpty() && left > 0; ) {
                left = arrived.awaitNanos(left);
            }
            List<GatewayReport> taken = new ArrayList<>();
            while (taken.size() < atMost && !reports.isEmpty()) {
                taken.add(reports.remove());
            }
            return taken;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } finally {
            lock.unlock();
        }
    }
}
