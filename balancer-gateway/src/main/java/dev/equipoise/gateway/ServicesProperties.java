package dev.equipoise.gateway;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param services what differs from {@code equipoise.gateway.*}, by service type */
@ConfigurationProperties("equipoise")
public record ServicesProperties(@DefaultValue Map<String, Service> services) {

    /**
     * @param policy how its workers are chosen
     * @param hashOn what consistent hashing hashes
     * @param sticky what carries the sessions of its clients: {@code cookie:NAME} or {@code header:NAME}; none where missing
     */
    public record Service(
            @Nullable String policy,
            @Nullable String hashOn,
            @Nullable String sticky) {}
}
