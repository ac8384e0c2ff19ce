package dev.equipoise.console.action;

import jakarta.validation.Valid;
import java.security.Principal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the page's buttons call. Only operators come so far. */
@RestController
@RequestMapping("/api/actions")
class ActionsController {

    private final Actions actions;

    ActionsController(Actions actions) {
        this.actions = actions;
    }

    @PostMapping("/workers/{id}/drain")
    Done drain(@PathVariable String id, @Valid @RequestBody ActionBody body, Principal operator) {
        return actions.drain(operator.getName(), id, body.why());
    }

    @PostMapping("/workers/{id}/pardon")
    Done pardon(@PathVariable String id, @Valid @RequestBody ActionBody body, Principal operator) {
        return actions.pardon(operator.getName(), id, body.why());
    }

    @PostMapping("/workers/{id}/quarantine")
    Done quarantine(@PathVariable String id, @Valid @RequestBody ActionBody body, Principal operator) {
        return actions.quarantine(operator.getName(), id, body.why(), body.minutes());
    }

    @PostMapping("/services/{service}/policy")
    Done switchPolicy(@PathVariable String service, @Valid @RequestBody PolicyBody body, Principal operator) {
        return actions.switchPolicy(operator.getName(), service, body.policy(), body.why());
    }
}
