package dev.equipoise.console.signin;

import dev.equipoise.core.policy.LoadBalancingPolicies;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who is looking, and the token that proves that the page itself asks. */
@RestController
class SessionController {

    /**
     * @param name null if nobody is signed in
     * @param canAct whether it is an operator
     * @param csrf the token
     * @param policies there are, in alphabetical order
     */
    record Session(@Nullable String name, boolean canAct, Csrf csrf, List<String> policies) {}

    /** @param header and {@code parameter}: where the token is expected */
    record Csrf(String header, String parameter, String token) {}

    @GetMapping("/api/session")
    Session session(@Nullable Principal principal, CsrfToken token) {
        boolean canAct = principal instanceof Authentication authentication
                && authentication.getAuthorities().stream()
                        .anyMatch(authority -> ("ROLE_" + Accounts.OPERATOR).equals(authority.getAuthority()));
        return new Session(
                principal == null ? null : principal.getName(),
                canAct,
                new Csrf(token.getHeaderName(), token.getParameterName(), token.getToken()),
                principal == null
                        ? List.of()
                        : LoadBalancingPolicies.names().stream().sorted().toList());
    }
}
