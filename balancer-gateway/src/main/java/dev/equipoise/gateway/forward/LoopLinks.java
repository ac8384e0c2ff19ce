package dev.equipoise.gateway.forward;

import dev.equipoise.core.membership.Worker;
import java.net.URI;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** All connections of one event loop, by where they lead: a worker that moves has new ones. */
final class LoopLinks implements Links {

    private final Map<URI, WorkerLinks> workers = new HashMap<>();
    private final Function<URI, WorkerLinks> factory;
    private final Consumer<URI> forgotten;

    LoopLinks(Function<URI, WorkerLinks> factory, Consumer<URI> forgotten) {
        this.factory = factory;
        this.forgotten = forgotten;
    }

    @Override
    public void lease(Worker worker, LinkUser user, boolean fresh) {
        WorkerLinks links = workers.get(worker.uri());
        if (links == null) {
            links = factory.apply(worker.uri());
            workers.put(worker.uri(), links);
        }
        links.lease(user, fresh);
    }

    /** Closes what lay idle for too long, and forgets workers nobody is connected to. */
    void sweep(long now) {
        for (Iterator<Map.Entry<URI, WorkerLinks>> each = workers.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<URI, WorkerLinks> links = each.next();
            links.getValue().sweep(now);
            if (links.getValue().isEmpty()) {
                each.remove();
                forgotten.accept(links.getKey());
            }
        }
    }
}
