package dev.equipoise.gateway.services;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is configured of services now. Read by any thread; swapped as a whole. */
public final class ConfiguredServices {

    private final ConfigurationReader reader;
    private volatile ConfigurationReader.Read now;

    /** @throws dev.equipoise.gateway.InvalidSettingException if a setting cannot be, or there is none of this name */
    ConfiguredServices(ConfigurationReader reader) {
        this.reader = reader;
        this.now = reader.read();
    }

    /** Of this service, or of any that nothing is said of. */
    public ServiceConfiguration of(String service) {
        ConfigurationReader.Read known = now;
        @Nullable ServiceConfiguration own = known.named().get(service);
        return own == null ? known.gateway() : own;
    }

    /** The services that something is said of. */
    public Set<String> names() {
        return now.named().keySet();
    }

    /**
     * Reads it again.
     *
     * @throws dev.equipoise.gateway.InvalidSettingException if a setting cannot be, or there is none of this name; then nothing changes
     */
    void read() {
        now = reader.read();
    }
}
