package dev.equipoise.gateway;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param policy how workers are chosen, for services that say nothing else
 * @param hashOn what consistent hashing hashes: {@code header:NAME}, {@code cookie:NAME}, {@code query:NAME},
 *     {@code path} or {@code client-ip}
 * @param staticWorkers a fixed fleet, {@code host:port} each; where given, neither registry nor Redis is needed
 * @param registryUrl where {@code POST /register-worker} goes; where missing, there is no such route
 * @param key file of the key this gateway signs its reports to the registry and the reputation service with: {@code .pem} is an Ed25519 private key,
 *     all else an HMAC secret in base64; where missing, it reports nothing
 * @param keyId id of that key; where missing, the file's name without extension
 * @param reputation base URL of the reputation service, which is told what this gateway sees of the workers; where missing, or
 *     without a key, nobody is told
 * @param exposeWorker whether answers name the worker in {@code Equipoise-Worker}
 * @param retries how often a request that may be sent again is tried on another worker
 * @param drain how long answers tell clients to go elsewhere before the gateway ends
 * @param operatorTokenFile one line of at least 32 characters, which operators show as a bearer token; where missing,
 *     nobody is an operator
 * @param explainSample the share of requests whose picks are explained to operators; 0 for none
 */
@Validated
@ConfigurationProperties("equipoise.gateway")
public record GatewayProperties(
        @DefaultValue("adaptive") String policy,
        @DefaultValue("client-ip") String hashOn,
        @DefaultValue List<String> staticWorkers,
        @Nullable URI registryUrl,
        @Nullable Path key,
        @Nullable String keyId,
        @Nullable URI reputation,
        @DefaultValue("false") boolean exposeWorker,
        @DefaultValue("1") @Min(0) @Max(10) int retries,
        @DefaultValue("1s") Duration drain,
        @Nullable Path operatorTokenFile,
        @DefaultValue("0") @DecimalMin("0") @DecimalMax("1") double explainSample) {}
