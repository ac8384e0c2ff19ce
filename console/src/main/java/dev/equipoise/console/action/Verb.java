package dev.equipoise.console.action;

import java.util.Locale;

/** What an operator may do to a worker. */
enum Verb {
    DRAIN("drained"),
    PARDON("pardoned"),
    QUARANTINE("quarantined");

    private final String done;

    Verb(String done) {
        this.done = done;
    }

    /** As in the path of the request. */
    String path() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As in "the worker was drained". */
    String done() {
        return done;
    }
}
