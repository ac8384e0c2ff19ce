package dev.equipoise.starter.registration;

import static dev.equipoise.starter.registration.WorkerMembershipTests.PACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.equipoise.core.registration.LoadReport;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkerMembershipEndTests {

    private FakeRegistry registry;
    private WorkerMembership membership;

    @BeforeEach
    void open() throws Exception {
        registry = new FakeRegistry();
        membership = WorkerMembershipTests.member(registry.url());
    }

    @AfterEach
    void close() {
        membership.leave();
        registry.close();
        assertThat(registry.refused()).isEmpty();
    }

    @Test
    void drainsThenBeatsOnUntilItLeaves() throws Exception {
        membership.start();
        registry.await("heartbeat", 1);

        assertThat(membership.drain()).isTrue();
        assertThat(membership.state()).isEqualTo(MembershipState.DRAINING);
        registry.await("heartbeat", (int) registry.count("heartbeat") + 2);
        membership.leave();

        assertThat(membership.state()).isEqualTo(MembershipState.LEFT);
        registry.await("leave", 1);
        List<String> names = registry.names();
        assertThat(names.indexOf("drain")).isLessThan(names.lastIndexOf("heartbeat"));
        // A heartbeat that was under way when the thread was told to end may still come in last.
        assertThat(names.subList(names.indexOf("leave"), names.size())).doesNotContain("register", "drain");
    }

    @Test
    void staysOutOnceItDrains() throws Exception {
        membership.start();
        registry.await("heartbeat", 1);
        membership.drain();

        registry.forgetLease();

        await().until(() -> membership.lease() == null);
        membership.leave();
        assertThat(registry.names()).doesNotContain("leave").containsOnlyOnce("register");
    }

    @Test
    void drainsALeaseThatCameAfterTheDrain() throws Exception {
        WorkerMembership[] self = new WorkerMembership[1];
        self[0] = new WorkerMembership(
                RegistryClient.of(List.of(registry.url()), FakeRegistry.KEY),
                () -> {
                    assertThat(self[0].drain()).as("no lease yet").isFalse();
                    return RegistryClientTests.claims();
                },
                () -> LoadReport.NONE,
                PACE);
        self[0].start();

        registry.await("heartbeat", 1);
        assertThat(registry.names().subList(0, 2)).containsExactly("register", "drain");
        self[0].leave();
    }

    @Test
    void hasNothingToEndBeforeItBegan() {
        assertThat(membership.drain()).isFalse();
        membership.leave();

        assertThat(registry.calls()).isEmpty();
    }
}
