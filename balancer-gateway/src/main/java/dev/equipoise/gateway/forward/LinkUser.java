package dev.equipoise.gateway.forward;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;

/** Who leases a connection. Told on the event loop of the connection; not after it released or closed it. */
public interface LinkUser {

    /** Here is one. */
    void opened(Link link);

    /** The worker accepts none. */
    void refused(Throwable cause);

    /** There are as many as there may be, and none is free. */
    void busy();

    /** A part of the answer, which is the user's to release. */
    void received(HttpObject part);

    /** For now that was all. */
    void receivedAll();

    /** The worker takes more again. */
    void linkWritable();

    /** It is gone. */
    void broken(Throwable cause);

    /** The method of the request: the answer to a HEAD has no body whatever it says. */
    HttpMethod method();

    /** Whether a connection of its own may wait for others: its client is not done yet. */
    boolean isPatient();
}
