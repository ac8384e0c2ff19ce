package dev.equipoise.core.registration;

/**
 * A registration that was accepted.
 *
 * @param session what heartbeats are signed with
 * @param epoch grows with every registration in this fleet
 */
public record Registered(Session session, long epoch) {}
