package dev.equipoise.starter.cloud;

import dev.equipoise.core.registration.Claims;
import dev.equipoise.starter.registration.ClaimsSource;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.cloud.client.serviceregistry.Registration;

/**
 * This worker as Spring Cloud knows registrations: what it claims of itself, as of the moment of the call. Safe for any
 * thread. Its methods throw {@link IllegalStateException} as long as the worker cannot tell its address, which is until
 * its web server is up.
 */
public final class WorkerRegistration implements Registration {

    private final ClaimsSource claims;

    public WorkerRegistration(ClaimsSource claims) {
        this.claims = claims;
    }

    @Override
    public String getInstanceId() {
        return claims().id();
    }

    /** Of several services the first in alphabetical order: Spring Cloud knows one. */
    @Override
    public String getServiceId() {
        return new TreeSet<>(claims().services()).first();
    }

    @Override
    public String getHost() {
        return getUri().getHost();
    }

    @Override
    public int getPort() {
        return getUri().getPort();
    }

    @Override
    public boolean isSecure() {
        return "https".equals(getScheme());
    }

    @Override
    public String getScheme() {
        return getUri().getScheme();
    }

    @Override
    public URI getUri() {
        return claims().address();
    }

    /** The worker's own, and its {@code zone} and {@code region} if it named them. */
    @Override
    public Map<String, String> getMetadata() {
        Claims now = claims();
        Map<String, String> metadata = new TreeMap<>();
        if (!now.zone().isEmpty()) {
            metadata.put("zone", now.zone());
        }
        if (!now.region().isEmpty()) {
            metadata.put("region", now.region());
        }
        metadata.putAll(now.metadata());
        return Map.copyOf(metadata);
    }

    private Claims claims() {
        try {
            return claims.claims();
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException("This worker cannot tell its address yet: " + e.getMessage(), e);
        }
    }
}
