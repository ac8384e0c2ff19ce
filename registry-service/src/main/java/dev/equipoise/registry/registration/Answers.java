package dev.equipoise.registry.registration;

import dev.equipoise.core.registration.LeaseTerms;
import dev.equipoise.core.registration.Registered;
import dev.equipoise.registry.RegistryProperties;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.UriComponentsBuilder;

/** What a registered worker is told: its lease, and where it sends its heartbeats. */
@Component
final class Answers {

    private final LeaseTerms terms;
    private final @Nullable URI publicUrl;

    Answers(LeaseTerms terms, RegistryProperties properties) {
        this.terms = terms;
        this.publicUrl = properties.publicUrl();
    }

    ResponseEntity<RegistrationAnswer> created(String workerId, Registered registered) {
        RegistrationAnswer answer = new RegistrationAnswer(
                workerId,
                registered.kind().status(),
                registered.session().leaseId(),
                seconds(terms.term()),
                seconds(terms.heartbeat()),
                seconds(terms.rotation()),
                Base64.getEncoder().encodeToString(registered.session().secret()),
                registered.epoch());
        return ResponseEntity.created(location(workerId)).body(answer);
    }

    /** Absolute, because the registration may have come through a gateway and heartbeats do not go through it. */
    private URI location(String workerId) {
        UriComponentsBuilder base = publicUrl == null
                ? ServletUriComponentsBuilder.fromCurrentContextPath()
                : UriComponentsBuilder.fromUri(publicUrl);
        return base.path("/api/v1/workers/{id}").build(workerId);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
