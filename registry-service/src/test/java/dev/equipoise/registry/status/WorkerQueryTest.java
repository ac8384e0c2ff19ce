package dev.equipoise.registry.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.core.membership.WorkerStatus;
import dev.equipoise.core.registration.Refusal;
import dev.equipoise.core.registration.RefusedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkerQueryTest {

    private static final List<WorkerView> FLEET = List.of(
            worker("a-1", WorkerStatus.UP, "default", "north"),
            worker("a-2", WorkerStatus.DRAINING, "default", "north"),
            worker("a-3", WorkerStatus.UP, "images", "south"),
            worker("b-1", WorkerStatus.UP, "default", ""));

    @Test
    void withoutParametersEveryWorkerIsListed() {
        assertThat(ids(Map.of())).containsExactly("a-1", "a-2", "a-3", "b-1");
    }

    @Test
    void filtersTakeAwayWhatDoesNotMatchAllOfThem() {
        assertThat(ids(Map.of("service", "default"))).containsExactly("a-1", "a-2", "b-1");
        assertThat(ids(Map.of("zone", "north", "status", "up"))).containsExactly("a-1");
        assertThat(ids(Map.of("zone", ""))).containsExactly("b-1");
        assertThat(ids(Map.of("status", "UP,draining"))).hasSize(4);
        assertThat(ids(Map.of("idPrefix", "a-"))).containsExactly("a-1", "a-2", "a-3");
        assertThat(ids(Map.of("region", "eu", "role", "basic"))).hasSize(4);
        assertThat(ids(Map.of("region", "us"))).isEmpty();
        assertThat(ids(Map.of("role", "other"))).isEmpty();
    }

    @Test
    void aPageSaysWhereTheNextOneBeginsUnlessItIsTheLast() {
        assertThat(page(Map.of("limit", "2")).next()).isEqualTo("a-2");
        assertThat(page(Map.of("limit", "2", "after", "a-2")).next()).isNull();
        assertThat(ids(Map.of("limit", "2", "after", "a-2"))).containsExactly("a-3", "b-1");
        assertThat(page(Map.of("limit", "4")).next()).isNull();
        assertThat(page(Map.of("limit", "1", "service", "images")).next())
                .as("the others do not match")
                .isNull();
        assertThat(ids(Map.of("after", "z"))).isEmpty();
    }

    /** Pages taken one after the other show each worker that stays exactly once, whoever comes and goes meanwhile. */
    @Test
    void workersThatStayAreOnOnePageEach() {
        long seed = 20261122;
        Random random = new Random(seed);
        System.out.println("pages over a changing fleet, seed " + seed);
        for (int round = 0; round < 50; round++) {
            List<WorkerView> fleet = new ArrayList<>();
            List<String> staying = new ArrayList<>();
            for (int i = 0; i < random.nextInt(60); i++) {
                String id = "s-" + i;
                staying.add(id);
                fleet.add(worker(id, WorkerStatus.UP, "default", ""));
            }
            Collections.sort(staying);
            List<String> seen = new ArrayList<>();
            Map<String, String> parameters = new HashMap<>(Map.of("limit", String.valueOf(1 + random.nextInt(7))));
            String next;
            do {
                fleet.removeIf(worker -> worker.id().startsWith("t-"));
                for (int i = 0; i < random.nextInt(20); i++) {
                    fleet.add(worker("t-" + random.nextInt(1000) + "-" + i, WorkerStatus.UP, "default", ""));
                }
                fleet.sort(Comparator.comparing(WorkerView::id));
                WorkerPage page = query(parameters).page(fleet);
                page.workers().forEach(worker -> seen.add(worker.id()));
                next = page.next();
                parameters.put("after", String.valueOf(next));
            } while (next != null);
            assertThat(seen.stream().filter(id -> id.startsWith("s-")))
                    .as("round %d, seed %d", round, seed)
                    .containsExactlyElementsOf(staying);
        }
    }

    @Test
    void whatIsNotOfItsFormIsRefusedWithASentence() {
        assertRefused("status", Map.of("status", "sleeping"));
        assertRefused("status", Map.of("status", ""));
        assertRefused("status", Map.of("status", "up,"));
        assertRefused("limit", Map.of("limit", "0"));
        assertRefused("limit", Map.of("limit", "1001"));
        assertRefused("limit", Map.of("limit", "many"));
        assertRefused("after", Map.of("after", ""));
        assertRefused("after", Map.of("after", "a/b"));
        assertRefused("idPrefix", Map.of("idPrefix", "x".repeat(129)));
        assertRefused("there is no other", Map.of("colour", "red"));
        assertThatThrownBy(() -> WorkerQuery.of(Map.of("zone", List.of("a", "b"))))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("more than once");
    }

    private static void assertRefused(String sentence, Map<String, String> parameters) {
        assertThatThrownBy(() -> query(parameters))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.INVALID_FIELD))
                .hasMessageContaining(sentence);
    }

    private static WorkerQuery query(Map<String, String> parameters) {
        Map<String, List<String>> decoded = new HashMap<>();
        parameters.forEach((name, value) -> decoded.put(name, List.of(value)));
        return WorkerQuery.of(decoded);
    }

    private static WorkerPage page(Map<String, String> parameters) {
        return query(parameters).page(FLEET);
    }

    private static List<String> ids(Map<String, String> parameters) {
        return page(parameters).workers().stream().map(WorkerView::id).toList();
    }

    private static WorkerView worker(String id, WorkerStatus status, String service, String zone) {
        return WorkerView.of(Members.member(id, status, Set.of(service), zone));
    }
}
