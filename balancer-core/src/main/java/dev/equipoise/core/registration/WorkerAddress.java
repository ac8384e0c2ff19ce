package dev.equipoise.core.registration;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** The address a worker registers: an origin on a literal IP address. No name is ever resolved here. */
final class WorkerAddress {

    private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-fA-F:.]{2,45}]");
    private static final int MAX_PORT = 65_535;

    private WorkerAddress() {}

    /**
     * {@code scheme://host:port} with the port written out and no trailing slash.
     *
     * @throws RefusedException if it is anything but such an origin
     */
    static URI normalised(URI address) {
        String scheme = address.getScheme();
        if (!"http".equals(scheme) && !"https".equals(scheme)) {
            throw invalid("http://host:port or https://host:port");
        }
        String host = address.getHost();
        boolean rootOnly = address.getRawPath() == null
                || address.getRawPath().isEmpty()
                || address.getRawPath().equals("/");
        if (host == null
                || !rootOnly
                || address.getRawQuery() != null
                || address.getRawFragment() != null
                || address.getRawUserInfo() != null) {
            throw invalid("an origin: no path, query, fragment or user");
        }
        if (!host.equals("localhost")
                && !IPV4.matcher(host).matches()
                && !IPV6.matcher(host).matches()) {
            throw invalid("on an IP address or localhost; other names could change their meaning after the check");
        }
        int port = address.getPort() == -1 ? (scheme.equals("https") ? 443 : 80) : address.getPort();
        if (port < 1 || port > MAX_PORT) {
            throw invalid("on a port from 1 to 65535");
        }
        ip(host);
        try {
            return new URI(scheme, null, host, port, null, null, null);
        } catch (URISyntaxException e) {
            throw invalid("http://host:port or https://host:port");
        }
    }

    /** The address behind a host that passed {@link #normalised}; {@code localhost} is 127.0.0.1. */
    static InetAddress ip(String host) {
        try {
            // A literal: the JDK parses it without asking any name service.
            return InetAddress.getByName(host.equals("localhost") ? "127.0.0.1" : host);
        } catch (UnknownHostException e) {
            throw invalid("on a valid IP address");
        }
    }

    private static RefusedException invalid(String rule) {
        return new RefusedException(Refusal.INVALID_FIELD, "The field address must be: " + rule + ".");
    }
}
