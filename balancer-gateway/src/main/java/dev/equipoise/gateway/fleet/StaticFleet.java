package dev.equipoise.gateway.fleet;

import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.gateway.InvalidSettingException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;

/** A fleet that never changes: how an existing one is tried without a registry. */
public final class StaticFleet {

    private static final String PROPERTY = "equipoise.gateway.static-workers";

    private StaticFleet() {}

    /**
     * @param workers {@code host:port} or {@code http(s)://host:port} each, served in this order by round-robin
     * @throws InvalidSettingException if one is anything else, or stands twice
     */
    public static Fleet of(List<String> workers) {
        List<Worker> fleet = new ArrayList<>();
        for (String text : workers) {
            URI uri = origin(text.strip());
            fleet.add(Worker.of(uri.getHost() + ":" + uri.getPort(), uri).withSequence(fleet.size()));
        }
        try {
            return Fleet.of(1, fleet);
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException(PROPERTY, "The list of static workers has " + e.getMessage() + ".");
        }
    }

    private static URI origin(String text) {
        try {
            URI uri = new URI(text.contains("://") ? text : "http://" + text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web
                    && uri.getHost() != null
                    && uri.getPort() > 0
                    && uri.getPort() <= 65_535
                    && uri.getRawUserInfo() == null
                    && uri.getRawPath().isEmpty()
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw new InvalidSettingException(
                PROPERTY, "'" + text + "' is no worker: write host:port, several with commas.");
    }
}
