package dev.equipoise.starter.registration;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;

/** Says once what is wrong and once that it is over, however long it takes: WARN first, DEBUG after, INFO at the end. */
final class OutageLog {

    private final Logger log;

    /** Kinds of failure seen since the last success. A handful: the kinds come from statuses and problem types. */
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    OutageLog(Logger log) {
        this.log = log;
    }

    void failed(String what, Exception fault) {
        String kind = fault instanceof RegistryRefusedException refused
                ? refused.status() + refused.slug()
                : fault.getClass().getName();
        String reason = fault.getMessage() == null ? fault.toString() : fault.getMessage();
        if (seen.add(kind)) {
            log.warn("{}: {}", what, reason);
        } else {
            log.debug("{}: {}", what, reason);
        }
    }

    void recovered(String what) {
        if (!seen.isEmpty()) {
            seen.clear();
            log.info(what);
        }
    }
}
