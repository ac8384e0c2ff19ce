package dev.equipoise.gateway.lanes;

/** Whose turn it is on a connection. */
enum Turn {
    /** The next request may come. */
    NONE,
    EXPRESS,
    SPRING,
    /** The last answer is on its way out; what still comes in is thrown away. */
    ENDING,
    /** The connection speaks another protocol. */
    AWAY
}
