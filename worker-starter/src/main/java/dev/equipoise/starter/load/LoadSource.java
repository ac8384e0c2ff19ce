package dev.equipoise.starter.load;

import dev.equipoise.core.registration.LoadReport;

/** Tells the load of this worker, once per heartbeat. A bean of this type replaces {@link ProcessLoad}. */
@FunctionalInterface
public interface LoadSource {

    LoadReport sample();
}
