package dev.equipoise.gateway.forward;

/** How a try ended that says something of its worker. */
public enum Outcome {
    SUCCEEDED,
    /** An answer that tells of a failure, a broken connection, or no answer in time. */
    FAILED,
    /** It accepted no connection. */
    REFUSED,
    /** Its answer broke the framing of HTTP. */
    FRAMING
}
