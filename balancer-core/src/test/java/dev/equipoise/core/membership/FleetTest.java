package dev.equipoise.core.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FleetTest {

    private static final URI URI_1 = URI.create("http://127.0.0.1:1");

    @Test
    void workersAreSortedAndFoundById() {
        Fleet fleet = Fleet.of(7, List.of(Worker.of("b", URI_1), Worker.of("c", URI_1), Worker.of("a", URI_1)));

        assertThat(fleet.workers()).extracting(Worker::id).containsExactly("a", "b", "c");
        assertThat(fleet.find("b")).isEqualTo(Worker.of("b", URI_1));
        assertThat(fleet.find("0")).isNull();
        assertThat(fleet.find("d")).isNull();
        assertThat(fleet.version()).isEqualTo(7);
    }

    @Test
    void twoWorkersOfOneIdAreRefused() {
        assertThatThrownBy(() -> Fleet.of(1, List.of(Worker.of("a", URI_1), Worker.of("a", URI_1))))
                .hasMessageContaining("two workers with the id a");
    }

    @Test
    void aServiceHasItsWorkersOnly() {
        Worker images = Worker.of("a", URI_1).withServices(Set.of("images"));
        Fleet fleet = Fleet.of(1, List.of(images, Worker.of("b", URI_1)));

        assertThat(fleet.serving("images").workers()).containsExactly(images);
        assertThat(fleet.serving("nothing").isEmpty()).isTrue();
        assertThat(fleet.size()).isEqualTo(2);
    }

    @Test
    void aWorkerChangesByCopy() {
        Worker worker = Worker.of("a", URI_1)
                .withWeight(2)
                .withCapacity(new Capacity(8, 0))
                .withSequence(5)
                .withStatus(WorkerStatus.DRAINING);

        assertThat(worker.serves()).isFalse();
        assertThat(worker.weight()).isEqualTo(2);
        assertThat(worker.capacity().maxConnections()).isEqualTo(8);
        assertThat(worker.sequence()).isEqualTo(5);
        assertThatThrownBy(() -> worker.withWeight(0)).hasMessageContaining("weight");
        assertThatThrownBy(() -> new Capacity(-1, 0)).hasMessageContaining("never negative");
        assertThatThrownBy(() -> Worker.of("", URI_1)).hasMessageContaining("has an id");
    }
}
