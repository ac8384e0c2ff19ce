package dev.equipoise.reputation.standings;

import dev.equipoise.core.membership.StoreUnavailableException;
import dev.equipoise.core.registration.Refusal;
import dev.equipoise.core.registration.RefusedException;
import dev.equipoise.core.reputation.Explanation;
import dev.equipoise.core.reputation.Fact;
import dev.equipoise.core.reputation.Standing;
import dev.equipoise.reputation.book.FactBook;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
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

/** Where every worker stands, and why. Read-only, on any replica. */
@RestController
@RequestMapping(StandingsController.PATH)
class StandingsController {

    static final String PATH = "/api/v1/standings";

    private final SharedStandings standings;
    private final FactBook book;
    private final InstantSource clock;

    StandingsController(SharedStandings standings, FactBook book, InstantSource clock) {
        this.standings = standings;
        this.book = book;
        this.clock = clock;
    }

    @GetMapping
    ResponseEntity<StandingPage> standings(@RequestParam MultiValueMap<String, String> parameters) {
        StandingQuery query = StandingQuery.of(parameters);
        requireWhole();
        StandingQuery.Page page = query.page(standings.all());
        long now = clock.millis();
        List<StandingView> views = page.standings().stream()
                .map(standing -> StandingView.of(standing, book.score(standing.worker(), now)))
                .toList();
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok().cacheControl(CacheControl.noCache());
        if (page.next() != null) {
            answer.header(HttpHeaders.LINK, "<" + following(parameters, page.next()) + ">; rel=\"next\"");
        }
        return answer.body(new StandingPage(views, page.next()));
    }

    @GetMapping("/{id}")
    StandingView standing(@PathVariable String id) {
        requireWhole();
        Standing found = standings.all().stream()
                .filter(standing -> standing.worker().equals(id))
                .findFirst()
                .orElseThrow(StandingsController::unknown);
        return StandingView.of(found, book.score(id, clock.millis()));
    }

    @GetMapping("/{id}/explain")
    ExplanationView explain(@PathVariable String id) {
        requireWhole();
        Explanation explanation = book.explain(id, clock.millis());
        if (explanation == null) {
            throw unknown();
        }
        return ExplanationView.of(id, explanation);
    }

    @GetMapping("/{id}/events")
    EventsView events(@PathVariable String id, @RequestParam MultiValueMap<String, String> parameters) {
        requireWhole();
        List<Fact> facts = book.facts(id);
        if (facts.isEmpty()) {
            throw unknown();
        }
        return EventsView.of(id, facts, parameters);
    }

    private void requireWhole() {
        if (!book.isWhole()) {
            throw new StoreUnavailableException(
                    "the log of facts was not read yet", new IllegalStateException("reading"));
        }
    }

    private static RefusedException unknown() {
        return new RefusedException(Refusal.UNKNOWN_WORKER, "Nothing is known of a worker of this id.");
    }

    /** Relative to whatever the reader called, for we cannot know what stands between us. */
    private static String following(MultiValueMap<String, String> parameters, String next) {
        StringBuilder uri = new StringBuilder(PATH).append('?');
        parameters.forEach((name, values) -> {
            if (!name.equals(StandingQuery.AFTER)) {
                uri.append(name)
                        .append('=')
                        .append(UriUtils.encode(values.get(0), StandardCharsets.UTF_8))
                        .append('&');
            }
        });
        return uri.append(StandingQuery.AFTER).append('=').append(next).toString();
    }
}
