package dev.equipoise.gateway.affinity;

import dev.equipoise.gateway.InvalidSettingException;
import dev.equipoise.gateway.ServicesProperties;
import dev.equipoise.gateway.affinity.Sessions.Carrier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sticky sessions of each service that is to have some, as they are configured. */
public final class ConfiguredSessions implements Function<String, @Nullable Sessions> {

    private static final Logger log = LoggerFactory.getLogger(ConfiguredSessions.class);
    private static final String SECRET_FILE = "equipoise.gateway.sticky.secret-file";
    private static final int SHORTEST_SECRET = 32;
    private static final int SECRET_BYTES = 32;
    /** RFC 9110 section 5.6.2; names of cookies are tokens, too. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");

    private final Map<String, Sessions> services = new HashMap<>();

    /** @throws InvalidSettingException if a setting cannot be */
    ConfiguredSessions(ServicesProperties services, StickyProperties sticky, InstantSource clock) {
        Map<String, Carrier> carriers = new HashMap<>();
        services.services().forEach((name, service) -> {
            if (service.sticky() != null) {
                carriers.put(name, carrier(service.sticky(), "equipoise.services." + name + ".sticky"));
            }
        });
        if (carriers.isEmpty()) {
            return;
        }
        SessionTokens tokens = new SessionTokens(secrets(sticky.secretFile()));
        carriers.forEach(
                (name, carrier) -> this.services.put(name, new Sessions(name, carrier, tokens, sticky, clock)));
    }

    /** Null for a service without. */
    @Override
    public @Nullable Sessions apply(String service) {
        return services.get(service);
    }

    private static Carrier carrier(String text, String property) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String name = colon < 0 ? "" : text.substring(colon + 1);
        boolean known = kind.equals("cookie") || kind.equals("header");
        if (!known || !TOKEN.matcher(name).matches()) {
            throw new InvalidSettingException(
                    property, "'" + text + "' carries no session: write cookie:NAME or header:NAME.");
        }
        return new Carrier(kind.equals("cookie"), name);
    }

    private static List<byte[]> secrets(@Nullable Path file) {
        if (file == null) {
            log.warn("No {}: sticky sessions end with this gateway, and other gateways do not know them", SECRET_FILE);
            byte[] secret = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(secret);
            return List.of(secret);
        }
        try {
            List<String> lines = Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
            if (lines.isEmpty() || lines.stream().anyMatch(line -> line.length() < SHORTEST_SECRET)) {
                throw new InvalidSettingException(
                        SECRET_FILE,
                        "Each line of " + file + " must have at least 32 characters, and there must be one.");
            }
            return lines.stream()
                    .map(line -> line.getBytes(StandardCharsets.UTF_8))
                    .toList();
        } catch (IOException e) {
            throw new InvalidSettingException(SECRET_FILE, "The secret cannot be read from " + file + ".");
        }
    }
}
