package dev.equipoise.registry.keys;

import dev.equipoise.core.registration.JoinToken;
import dev.equipoise.core.registration.TrustStore;
import dev.equipoise.http.message.SignedRequests;
import dev.equipoise.http.message.StrictJson;
import dev.equipoise.http.operator.OperatorOnly;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lets operators hand out the right to enrol one key, once. */
@RestController
class JoinTokensController {

    private static final Logger log = LoggerFactory.getLogger(JoinTokensController.class);

    /** Makes a token that got into a log or a repository easy to find. */
    private static final String PREFIX = "eqj_";

    private static final int TOKEN_BYTES = 32;

    private final TrustStore store;
    private final InstantSource clock = InstantSource.system();
    private final SecureRandom random = new SecureRandom();

    JoinTokensController(TrustStore store) {
        this.store = store;
    }

    @OperatorOnly
    @PostMapping("/api/v1/join-tokens")
    ResponseEntity<IssuedToken> issue(HttpServletRequest request) throws IOException {
        SignedRequests.requireJson(request);
        JoinTokenBody body = StrictJson.read(SignedRequests.body(request), JoinTokenBody.class);
        byte[] secret = new byte[TOKEN_BYTES];
        random.nextBytes(secret);
        String text = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        Instant now = clock.instant();
        JoinToken token = body.token(JoinToken.hash(text), now);
        store.issue(token);
        Instant expires = now.plus(token.life());
        log.info(
                "A join token was issued for {}, workers {}, until {}",
                token.grant().owner(),
                token.grant().workerIds(),
                expires);
        return ResponseEntity.status(HttpStatus.CREATED)
                .cacheControl(CacheControl.noStore())
                .body(new IssuedToken(text, expires));
    }

    /** @param token shown this once and kept nowhere */
    record IssuedToken(String token, Instant expires) {

        /** Shows no secret. */
        @Override
        public String toString() {
            return "IssuedToken[" + expires + "]";
        }
    }
}
