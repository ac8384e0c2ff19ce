package dev.equipoise.gateway.lanes;

import dev.equipoise.core.membership.Worker;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param services whose workers speak HTTP/2, as those of gRPC do: without TLS from the first byte on, with TLS by ALPN */
@ConfigurationProperties("equipoise.gateway.http2")
public record Http2Properties(@DefaultValue Set<String> services) {

    /** Whether this worker is spoken to by HTTP/2. */
    boolean isSpokenBy(Worker worker) {
        return !services.isEmpty() && worker.services().stream().anyMatch(services::contains);
    }
}
