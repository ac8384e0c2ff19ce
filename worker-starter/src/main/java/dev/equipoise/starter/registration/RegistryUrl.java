package dev.equipoise.starter.registration;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/** Where registrations are sent, given the address of a registry as people write it. */
final class RegistryUrl {

    /** Gateways serve this path too, so a base URL may be that of a gateway; {@code /api/v1} may not. */
    private static final String REGISTER = "/register-worker";

    private static final List<String> ENDPOINTS = List.of(REGISTER, "/api/v1/workers");

    private RegistryUrl() {}

    /** @throws IllegalArgumentException with a sentence if {@code url} is not an absolute HTTP URL */
    static URI endpoint(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https")) || url.getHost() == null) {
            throw new IllegalArgumentException("not the URL of a registry (http://host:port): " + url);
        }
        String text = url.toString();
        if (ENDPOINTS.stream().anyMatch(text::endsWith)) {
            return url;
        }
        String base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        return URI.create(base + REGISTER);
    }
}
