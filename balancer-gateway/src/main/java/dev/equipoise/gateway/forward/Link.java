package dev.equipoise.gateway.forward;

import io.netty.channel.Channel;

/** A connection to a worker, leased to one exchange until it is released or closed. On its event loop only. */
public interface Link {

    /** What a connection was before this exchange. */
    enum Past {
        /** There was none. */
        NEW,
        /** Another exchange had just ended. */
        IN_USE,
        /** It had lain idle for so long that the worker may have closed it in this very moment. */
        IDLE
    }

    Past past();

    boolean isWritable();

    /** Takes the message over. A failure to write is told as a broken connection. */
    void write(Object message);

    void flush();

    /** Reads once more. */
    void read();

    /** The exchange is over and both sides agree where it ended. */
    void release();

    /** Nobody else may have it; the worker learns that what it is doing is for nobody. */
    void close();

    /** Hands the bare connection over to a tunnel; it belongs to no pool from now on. */
    Channel detach();
}
