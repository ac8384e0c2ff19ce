package dev.equipoise.starter.registration;

import dev.equipoise.core.registration.LoadReport;
import java.io.IOException;

/** How a worker is heard. One thread beats. */
@FunctionalInterface
public interface Heartbeats {

    /**
     * Tells the registry that the worker lives, and its load; returns when the registry has taken note, within some
     * seconds.
     *
     * @throws RegistryRefusedException if the registry said no
     * @throws IOException if it said nothing
     */
    void beat(Lease lease, LoadReport load) throws RegistryRefusedException, IOException, InterruptedException;
}
