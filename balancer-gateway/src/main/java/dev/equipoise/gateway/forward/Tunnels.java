package dev.equipoise.gateway.forward;

import io.netty.channel.Channel;

/** What becomes of a worker's connection that speaks another protocol from now on. */
public final class Tunnels {

    private Tunnels() {}

    /** Takes out the handlers a tunnel has no use for. What they hold of its first bytes goes to whoever comes behind them. */
    public static void unwrap(Channel worker) {
        worker.pipeline().remove(ResponseDecoder.class);
        worker.pipeline().remove(WorkerLink.class);
    }
}
