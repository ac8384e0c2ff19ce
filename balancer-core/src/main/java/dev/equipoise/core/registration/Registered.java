package dev.equipoise.core.registration;

import dev.equipoise.core.membership.Change;

/**
 * A registration that was accepted.
 *
 * @param session what heartbeats are signed with
 * @param epoch grows with every registration in this fleet
 * @param kind STARTED, JOINED or MOVED
 */
public record Registered(Session session, long epoch, Change.Kind kind) {}
