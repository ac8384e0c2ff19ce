package dev.equipoise.registry.lease;

import dev.equipoise.core.registration.Leases;
import dev.equipoise.http.trust.RevocationListener;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Ends the leases that were opened with a revoked key. One thread at a time. */
@Component
final class RevokedLeases implements RevocationListener {

    private static final Logger log = LoggerFactory.getLogger(RevokedLeases.class);

    private final Leases leases;

    /** Of which no lease is left that was opened before. */
    private Set<String> done = Set.of();

    RevokedLeases(Leases leases) {
        this.leases = leases;
    }

    @Override
    public void revoked(Set<String> keyIds) {
        for (String keyId : keyIds) {
            if (!done.contains(keyId)) {
                List<String> out = leases.revoke(keyId);
                if (!out.isEmpty()) {
                    log.warn("The key {} is revoked: out are {}", keyId, out);
                }
            }
        }
        done = Set.copyOf(keyIds);
    }
}
