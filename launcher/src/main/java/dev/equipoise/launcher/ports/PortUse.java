package dev.equipoise.launcher.ports;

/**
 * A port we are about to use.
 *
 * @param what who will listen there, such as {@code the gateway}
 * @param option changes the port, such as {@code --port}
 */
public record PortUse(int port, String what, String option) {

    private static final int LARGEST = 65_535;

    boolean valid() {
        return port > 0 && port <= LARGEST;
    }
}
