package dev.equipoise.registry.status;

import dev.equipoise.core.membership.WorkerStatus;
import dev.equipoise.core.registration.Member;
import dev.equipoise.core.registration.Refusal;
import dev.equipoise.core.registration.RefusedException;
import dev.equipoise.core.registration.Roster;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The status of every node. Read-only, and free of secrets. */
@RestController
@RequestMapping("/api/v1/workers")
class WorkersController {

    private final Roster roster;

    WorkersController(Roster roster) {
        this.roster = roster;
    }

    @GetMapping
    WorkerList workers(
            @RequestParam(required = false) @Nullable String service,
            @RequestParam(required = false) @Nullable String zone,
            @RequestParam(required = false) @Nullable String status) {
        @Nullable WorkerStatus wanted = status == null ? null : status(status);
        return new WorkerList(roster.members().stream()
                .filter(member -> service == null || member.claims().services().contains(service))
                .filter(member -> zone == null || member.claims().zone().equals(zone))
                .filter(member -> wanted == null || member.worker().status() == wanted)
                .map(WorkerView::of)
                .toList());
    }

    @GetMapping("/{id}")
    WorkerView worker(@PathVariable String id) {
        Member member = roster.member(id);
        if (member == null) {
            throw new RefusedException(Refusal.UNKNOWN_WORKER, "No worker of this id is registered.");
        }
        return WorkerView.of(member);
    }

    private static WorkerStatus status(String text) {
        try {
            return WorkerStatus.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    Refusal.INVALID_FIELD,
                    "The parameter status must be one of " + Arrays.toString(WorkerStatus.values()) + ".");
        }
    }

    /** An object, so that paging can join later. */
    record WorkerList(List<WorkerView> workers) {}
}
