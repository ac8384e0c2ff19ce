package dev.equipoise.starter;

import dev.equipoise.core.registration.Claims;
import dev.equipoise.starter.registration.ClaimsSource;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Who this worker is and where: what the properties say, and the rest found out when the web server is up. */
final class WorkerIdentity implements ClaimsSource {

    private static final int MAX_NAME = 64;

    private final WorkerProperties properties;
    private final String name;
    private final Serving serving;

    /**
     * Where the web server listens.
     *
     * @param scheme {@code http} or {@code https}
     * @param boundTo the one address it is bound to; null or a wildcard if to all
     * @param port the port in use; negative if there is no web server
     */
    record Serving(String scheme, @Nullable InetAddress boundTo, IntSupplier port) {}

    /** @param applicationName empty if the application has none */
    WorkerIdentity(WorkerProperties properties, String applicationName, Serving serving) {
        this.properties = properties;
        this.name = name(applicationName, properties);
        this.serving = serving;
    }

    /** False in an application that has no web server of its own and no configured address. */
    boolean hasAddress() {
        return properties.address() != null || serving.port().getAsInt() > 0;
    }

    @Override
    public Claims claims() throws IOException {
        URI address = address();
        return properties.claims(id(address), address);
    }

    private URI address() throws IOException {
        URI configured = properties.address();
        if (configured != null) {
            return configured;
        }
        InetAddress bound = serving.boundTo();
        InetAddress ip =
                bound == null || bound.isAnyLocalAddress() ? LocalAddress.towards(properties.registryUrl()) : bound;
        return URI.create(
                serving.scheme() + "://" + literal(ip) + ":" + serving.port().getAsInt());
    }

    /**
     * The address is in it so that two workers never have the same id: they would take each other's place in turns. On
     * the same address and port a worker that restarts is the same worker.
     */
    private String id(URI address) {
        String given = properties.id();
        if (given != null && !given.isBlank()) {
            return given;
        }
        String host = String.valueOf(address.getHost()).replaceAll("[\\[\\]]", "");
        String port = address.getPort() < 0 ? "" : "-" + address.getPort();
        return name + "-" + host.replaceAll("[^A-Za-z0-9]", "-") + port;
    }

    private static String literal(InetAddress ip) {
        String text = ip.getHostAddress();
        if (!(ip instanceof Inet6Address)) {
            return text;
        }
        // The zone of a link-local address means nothing on another machine.
        int zone = text.indexOf('%');
        return "[" + (zone < 0 ? text : text.substring(0, zone)) + "]";
    }

    private static String name(String applicationName, WorkerProperties properties) {
        String raw = applicationName.isBlank()
                ? properties.service().stream().sorted().findFirst().orElse("worker")
                : applicationName;
        String clean = raw.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-");
        String core = clean.replaceAll("^[^a-z0-9]+|[^a-z0-9]+$", "");
        return core.isEmpty() ? "worker" : core.substring(0, Math.min(MAX_NAME, core.length()));
    }
}
