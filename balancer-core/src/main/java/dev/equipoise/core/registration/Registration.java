package dev.equipoise.core.registration;

/**
 * What a registry asks the store to write.
 *
 * @param claims what the worker says of itself, and may say with its key
 * @param session the new lease's, fresh and unguessable
 * @param answered whether the worker answered the registry's call; if not, it is STARTING
 * @param replaces the id of the lease it holds at another address and gives up with this one; empty if it does not move
 * @param owner who answers for the key it registered with; empty where nobody said
 */
public record Registration(Claims claims, Session session, boolean answered, String replaces, String owner) {

    /** Of a worker nobody is named for. */
    public Registration(Claims claims, Session session, boolean answered, String replaces) {
        this(claims, session, answered, replaces, "");
    }

    /** Of a worker that answered and does not move. */
    public Registration(Claims claims, Session session) {
        this(claims, session, true, "");
    }
}
