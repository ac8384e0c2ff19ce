package dev.equipoise.gateway.lanes;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the access log goes.
 *
 * @param file to which lines are appended; null for the logger {@value AccessLog#LOGGER}, if that is on
 */
@ConfigurationProperties("equipoise.gateway.access-log")
public record AccessLogProperties(@Nullable Path file) {}
