package dev.equipoise.bench.suite;

import dev.equipoise.core.registration.SigningKey;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a registered worker was told.
 *
 * @param session signs its heartbeats
 * @param heartbeat how often they are due
 */
public record Lease(SigningKey session, Duration heartbeat) {

    /** @throws IllegalArgumentException if that is no answer to a registration */
    static Lease parse(String body) {
        byte[] secret = Base64.getDecoder().decode(field(body, "sessionKey", "\"([^\"]+)\""));
        double seconds = Double.parseDouble(field(body, "heartbeatSeconds", "([\\d.]+)"));
        return new Lease(
                SigningKey.hmac(field(body, "lease", "\"([^\"]+)\""), secret),
                Duration.ofMillis(Math.round(seconds * 1000)));
    }

    private static String field(String body, String name, String value) {
        Matcher matcher = Pattern.compile("\"" + name + "\":" + value).matcher(body);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no " + name + " in the answer to a registration");
        }
        return matcher.group(1);
    }
}
