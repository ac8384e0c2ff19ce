package dev.equipoise.launcher.state;

import dev.equipoise.launcher.process.ProcessIdentity;
import dev.equipoise.launcher.process.Role;
import java.util.List;

/**
 * The record of a run.
 *
 * @param launcher the process in the foreground
 * @param parts in the order of their start
 */
public record Suite(ProcessIdentity launcher, String gateway, String registry, List<Part> parts) {

    public Suite {
        parts = List.copyOf(parts);
    }

    /**
     * One process of a run.
     *
     * @param address where others reach it
     * @param health where it tells how it is; empty if it does not
     */
    public record Part(Role role, String name, ProcessIdentity process, String address, String health) {}

    /** The parts that still live. */
    public List<Part> living() {
        return parts.stream().filter(part -> part.process().find().isPresent()).toList();
    }
}
