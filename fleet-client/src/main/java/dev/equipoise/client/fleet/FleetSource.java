package dev.equipoise.client.fleet;

import java.io.IOException;

/** Where the fleet is read from. */
@FunctionalInterface
public interface FleetSource {

    /**
     * The workers that serve now. Blocks for a bounded time.
     *
     * @throws IOException if nobody could tell; nothing is known of the fleet then, least of all that it is empty
     */
    FleetSnapshot read() throws IOException, InterruptedException;
}
