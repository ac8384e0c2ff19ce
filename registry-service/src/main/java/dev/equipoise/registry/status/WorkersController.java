package dev.equipoise.registry.status;

import dev.equipoise.core.registration.HistoryEntry;
import dev.equipoise.core.registration.Member;
import dev.equipoise.core.registration.Refusal;
import dev.equipoise.core.registration.RefusedException;
import dev.equipoise.core.registration.Roster;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriUtils;

/** The status of every node. Read-only, and free of secrets. */
@RestController
@RequestMapping(WorkersController.PATH)
class WorkersController {

    static final String PATH = "/api/v1/workers";

    private final SharedRoster shared;
    private final Roster roster;

    WorkersController(SharedRoster shared, Roster roster) {
        this.shared = shared;
        this.roster = roster;
    }

    @GetMapping
    ResponseEntity<WorkerPage> workers(@RequestParam MultiValueMap<String, String> parameters) {
        WorkerPage page = WorkerQuery.of(parameters).page(shared.workers());
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok().cacheControl(CacheControl.noCache());
        if (page.next() != null) {
            answer.header(HttpHeaders.LINK, "<" + following(parameters, page.next()) + ">; rel=\"next\"");
        }
        return answer.body(page);
    }

    /** Straight from the store: the load is what the last heartbeat said. */
    @GetMapping("/{id}")
    WorkerView worker(@PathVariable String id) {
        Member member = roster.member(id);
        if (member == null) {
            throw new RefusedException(Refusal.UNKNOWN_WORKER, "No worker of this id is registered.");
        }
        return WorkerView.of(member);
    }

    @GetMapping("/{id}/history")
    HistoryView history(@PathVariable String id) {
        List<HistoryEntry> entries = roster.history(id);
        if (entries.isEmpty()) {
            throw new RefusedException(Refusal.UNKNOWN_WORKER, "No worker of this id is known.");
        }
        return HistoryView.of(id, entries);
    }

    /** Relative to whatever the reader called, for we cannot know what stands between us. */
    private static String following(MultiValueMap<String, String> parameters, String next) {
        StringBuilder uri = new StringBuilder(PATH).append('?');
        parameters.forEach((name, values) -> {
            if (!name.equals(WorkerQuery.AFTER)) {
                uri.append(name)
                        .append('=')
                        .append(UriUtils.encode(values.get(0), StandardCharsets.UTF_8))
                        .append('&');
            }
        });
        return uri.append(WorkerQuery.AFTER).append('=').append(next).toString();
    }
}
