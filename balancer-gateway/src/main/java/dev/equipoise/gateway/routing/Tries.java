package dev.equipoise.gateway.routing;

import dev.equipoise.core.load.Call;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.policy.PickRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The tries of one request: who had it, and the call in flight. Travels in the exchange's attributes. The pipeline of a
 * request hands it from step to step, so only one thread touches it at a time; the call itself is safe for any.
 */
final class Tries {

    static final String ATTRIBUTE = Tries.class.getName();

    private final PickRequest request;
    private final List<String> workers = new ArrayList<>(2);
    private volatile @Nullable Worker worker;
    private final AtomicReference<@Nullable Worker> unseen = new AtomicReference<>();
    private volatile @Nullable Call call;

    Tries(PickRequest request) {
        this.request = request;
    }

    /** What the picker is asked for the next try: the same key, and the same trace if there is one. */
    PickRequest next() {
        return workers.isEmpty() ? request : request.without(workers);
    }

    void begin(Worker worker, Call call) {
        workers.add(worker.id());
        this.worker = worker;
        this.call = call;
        unseen.set(worker);
    }

    /** Who has the request now, to the first who asks; null to others. */
    @Nullable
    Worker takeUnseen() {
        return unseen.getAndSet(null);
    }

    int count() {
        return workers.size();
    }

    /** Who has the request now; null before the first pick. */
    @Nullable
    Worker worker() {
        return worker;
    }

    /** The call in flight; before the first pick one that nobody counts. */
    Call call() {
        Call current = call;
        return current != null ? current : NoCall.INSTANCE;
    }

    /** The ids of those who had the request, in order. */
    @Override
    public String toString() {
        return workers.toString();
    }

    private enum NoCall implements Call {
        INSTANCE;

        @Override
        public void responded() {}

        @Override
        public void succeeded() {}

        @Override
        public void failed() {}

        @Override
        public void ignored() {}
    }
}
