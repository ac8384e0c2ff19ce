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

    private final Map<URI, Pool> workers = new HashMap<>();
    private final Function<Worker, Pool> factory;
    private final Consumer<URI> forgotten;

    LoopLinks(Function<Worker, Pool> factory, Consumer<URI> forgotten) {
        this.factory = factory;
        this.forgotten = forgotten;
    }

    @Override
    public void lease(Worker worker, LinkUser user, boolean fresh) {
        Pool links = workers.get(worker.uri());
        if (links == null) {
            links = factory.apply(worker);
            workers.put(worker.uri(), links);
        }
        links.lease(user, fresh);
    }

    /** Closes what lay idle for too long, and forgets workers nobody is connected to. */
    void sweep(long now) {
        for (Iterator<Map.Entry<URI, Pool>> each = workers.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<URI, Pool> links = each.next();
            links.getValue().sweep(now);
            if (links.getValue().isEmpty()) {
                each.remove();
                forgotten.accept(links.getKey());
            }
        }
    }
}
