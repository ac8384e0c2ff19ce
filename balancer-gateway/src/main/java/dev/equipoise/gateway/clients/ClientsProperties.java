package dev.equipoise.gateway.clients;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param mode what is done about clients that misbehave
 * @param allowed networks in CIDR notation whose clients are never counted and never refused
 * @param trustedProxies networks whose {@code X-Forwarded-For} is believed
 * @param honeyPaths paths nobody asks for by accident; those that a route names are not counted
 * @param rate how many requests a client may send
 * @param remembered how many clients are remembered at most, by each kind of count
 */
@Validated
@ConfigurationProperties("equipoise.clients")
public record ClientsProperties(
        @DefaultValue("observe") Mode mode,
        @DefaultValue List<String> allowed,
        @DefaultValue List<String> trustedProxies,

        @DefaultValue({
            "/.env",
            "/.git/config",
            "/.git/HEAD",
            "/.aws/credentials",
            "/actuator/env",
            "/actuator/heapdump",
            "/phpmyadmin/",
            "/phpinfo.php",
            "/wp-login.php",
            "/xmlrpc.php"
        })
        List<String> honeyPaths,

        @DefaultValue @Valid Rate rate,
        @DefaultValue("50000") @Min(100) @Max(1_000_000) int remembered) {

    /** What is done about clients that misbehave. */
    public enum Mode {
        /** It is logged and counted. */
        OBSERVE,
        /** They are slowed down and refused, too. */
        ENFORCE,
        /** Nobody looks. */
        OFF
    }

    /**
     * @param perSecond how many requests a client may send in the long run; 0 for any number
     * @param burst how many at once; 0 for those of two seconds
     */
    public record Rate(
            @DefaultValue("0") @DecimalMin("0") double perSecond,
            @DefaultValue("0") @Min(0) int burst) {}
}
