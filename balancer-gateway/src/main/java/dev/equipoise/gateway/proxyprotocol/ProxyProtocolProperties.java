package dev.equipoise.gateway.proxyprotocol;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param mode whether connections begin with a header of the PROXY protocol, version 1 or 2
 * @param sources networks in CIDR notation whose headers are believed; connections of all others begin without one
 */
@ConfigurationProperties("equipoise.gateway.proxy-protocol")
public record ProxyProtocolProperties(
        @DefaultValue("off") Mode mode, @DefaultValue List<String> sources) {

    /** Whether connections of the sources begin with a header. */
    public enum Mode {
        OFF,
        /** All of them do. */
        ON,
        /** Those do that have one. */
        AUTO
    }
}
