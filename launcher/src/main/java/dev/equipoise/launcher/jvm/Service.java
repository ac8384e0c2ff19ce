package dev.equipoise.launcher.jvm;

/** Our services, by the module that builds each. */
public enum Service {
    REGISTRY("registry-service", 96),
    REPUTATION("reputation-service", 96),
    GATEWAY("balancer-gateway", 192),
    CONSOLE("console", 64),
    WORKER("worker-service", 64);

    private final String directory;
    private final int heapMegabytes;

    Service(String directory, int heapMegabytes) {
        this.directory = directory;
        this.heapMegabytes = heapMegabytes;
    }

    public String directory() {
        return directory;
    }

    int heapMegabytes() {
        return heapMegabytes;
    }
}
