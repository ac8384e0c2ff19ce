package dev.equipoise.registry.operator;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param operatorTokenFile one line of at least 32 characters, which operators show as a bearer token; where missing,
 *     nobody is an operator
 */
@ConfigurationProperties("equipoise.registry")
record OperatorProperties(@Nullable Path operatorTokenFile) {}
