package dev.equipoise.starter.registration;

import dev.equipoise.core.registration.Claims;
import java.io.IOException;

/** What a worker claims of itself, asked anew at each registration: its address may have changed since the last. */
@FunctionalInterface
public interface ClaimsSource {

    /**
     * The claims as of now.
     *
     * @throws IOException if they cannot be told yet, for instance while the registry's name does not resolve
     */
    Claims claims() throws IOException;
}
