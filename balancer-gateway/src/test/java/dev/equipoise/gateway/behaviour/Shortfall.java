package dev.equipoise.gateway.behaviour;

/** What a lane may be known not to do as it should, beside the requests, answers and targets that have names of their own. */
enum Shortfall {
    /** What no lane may fall short of: it is in no lane's set. */
    NONE,

    // Requests.
    /** The authority of an absolute target counts more than the field Host. */
    ABSOLUTE_TARGETS,
    OPTIONS_OF_EVERYTHING,
    OLD_CLIENTS,
    TRAILERS_OF_REQUESTS,
    /** A chunked body that breaks off reaches the worker, now and then, as a whole one. */
    BROKEN_BODIES,
    EXPECT_CONTINUE,
    UNKNOWN_EXPECTATIONS,

    // Fields.
    NOMINATED_BY_CLIENTS,
    NOMINATED_BY_WORKERS,
    UPGRADES,
    PROXY_CONNECTION,
    /** Workers are told User-Agent and Accept of clients that sent none. */
    INVENTED_FIELDS,
    /** Workers are told who asked, by X-Forwarded-For and its like. */
    FORWARDED,

    // Answers.
    INFORMATIONAL_ANSWERS,
    EARLY_HINTS,
    EARLY_ANSWERS,
    HEADS_HELD_BACK,
    TRAILERS_OF_ANSWERS,
    BYTES_BEHIND_ANSWERS,
    /** The worker's connection is reset in the middle: the client must see that it did not get all. */
    RESETS_IN_MID_BODY,
    RESET_OF_ENDLESS_BODIES,

    // Connections.
    /** A kept connection that ends under a GET: the GET is asked once more, on a new one. */
    STALE_CONNECTIONS,
    RESETS_UNDER_GETS,
    HANGING_WORKERS,

    // Slow clients.
    SLOW_HEADS,
    SLOW_BODIES,
    SILENT_CLIENTS,

    // WebSockets.
    BIG_MESSAGES,
    FRAGMENTS,
    SUBPROTOCOLS,
    REFUSED_HANDSHAKES,
    /** A worker that dies looks to the client like one that closed. */
    ENDS_THAT_LOOK_CLEAN,
    /** A gateway that ends says so, with 1001. */
    GOING_AWAY
}
