package dev.equipoise.console.fleet;

import dev.equipoise.console.ask.Answer;
import dev.equipoise.console.ask.PathSegment;
import dev.equipoise.console.ask.Services;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What the page shows of one worker that somebody asked for. */
@RestController
class WorkerDetailsController {

    private final Services services;

    WorkerDetailsController(Services services) {
        this.services = services;
    }

    /**
     * As the services tell, or null where they do not.
     *
     * @param member of the registry
     * @param history of the registry: the last twenty things that happened to it
     * @param explanation of the reputation service: what its score is made of
     * @param facts of the reputation service, newest first
     */
    record Details(
            @Nullable JsonNode member,
            @Nullable JsonNode history,
            @Nullable JsonNode explanation,
            @Nullable JsonNode facts) {}

    @GetMapping("/api/workers/{id}")
    Details details(@PathVariable String id) {
        String worker = "/api/v1/workers/" + PathSegment.encoded(id);
        String standing = "/api/v1/standings/" + PathSegment.encoded(id);
        CompletableFuture<Answer> member = services.askAny(services.registries(), worker);
        CompletableFuture<Answer> history = services.askAny(services.registries(), worker + "/history");
        CompletableFuture<Answer> explanation = services.askAny(services.reputations(), standing + "/explain");
        CompletableFuture<Answer> facts = services.askAny(services.reputations(), standing + "/events");
        return new Details(
                member.join().json(),
                history.join().json(),
                explanation.join().json(),
                facts.join().json());
    }
}
