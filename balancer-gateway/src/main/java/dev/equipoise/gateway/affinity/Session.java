package dev.equipoise.gateway.affinity;

/**
 * A client's claim on a worker.
 *
 * @param service whose requests it is about
 * @param worker the id of the worker
 * @param began when the client first came to this worker, in seconds since 1970
 * @param ends when it is forgotten, unless it is renewed before; in seconds since 1970
 */
public record Session(String service, String worker, long began, long ends) {}
