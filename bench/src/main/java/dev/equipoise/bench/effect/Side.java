package dev.equipoise.bench.effect;

/** The same fleet, the same load, at the same time; what differs is whether its gateways act on standings. */
enum Side {
    WITHOUT("off"),
    WITH("on");

    /** In which requests carry the name of their side. */
    static final String HEADER = "X-Side";

    private final String mode;

    Side(String mode) {
        this.mode = mode;
    }

    /** As {@code equipoise.reputation.mode} has it. */
    String mode() {
        return mode;
    }
}
