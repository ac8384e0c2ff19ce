package dev.equipoise.gateway.affinity;

import dev.equipoise.gateway.InvalidSettingException;
import dev.equipoise.gateway.affinity.Sessions.Carrier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the sticky sessions of services that are to have some. One secret for all of them, read when the first one asks. Any thread. */
public final class ConfiguredSessions {

    private static final Logger log = LoggerFactory.getLogger(ConfiguredSessions.class);
    private static final String SECRET_FILE = "equipoise.gateway.sticky.secret-file";
    private static final int SHORTEST_SECRET = 32;
    private static final int SECRET_BYTES = 32;
    /** RFC 9110 section 5.6.2; names of cookies are tokens, too. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");

    private final StickyProperties sticky;
    private final InstantSource clock;
    /** Guarded by this. */
    private @Nullable SessionTokens tokens;

    ConfiguredSessions(StickyProperties sticky, InstantSource clock) {
        this.sticky = sticky;
        this.clock = clock;
    }

    /**
     * @param carrier {@code cookie:NAME} or {@code header:NAME}; null for a service without
     * @throws InvalidSettingException if it is neither, or there is something wrong with the secret
     */
    public @Nullable Sessions of(String service, @Nullable String carrier) {
        return carrier == null
                ? null
                : new Sessions(
                        service,
                        carrier(carrier, "equipoise.services." + service + ".sticky"),
                        tokens(),
                        sticky,
                        clock);
    }

    private synchronized SessionTokens tokens() {
        SessionTokens known = tokens;
        if (known == null) {
            known = new SessionTokens(secrets(sticky.secretFile()));
            tokens = known;
        }
        return known;
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
