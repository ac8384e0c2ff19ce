package dev.equipoise.gateway.forward;

import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/** Who watches the current request of a connection, or that of a stream. On its event loop. */
public interface CarriedRequest {

    /** Its name in the pipeline. */
    String NAME = "equipoise.front";

    /** The one of this connection or stream; null where there is none. */
    static @Nullable CarriedRequest of(Channel channel) {
        return channel.pipeline().get(NAME) instanceof CarriedRequest handler ? handler : null;
    }

    /** The current request is carried out by this exchange. */
    void carriedBy(Exchange exchange);
}
