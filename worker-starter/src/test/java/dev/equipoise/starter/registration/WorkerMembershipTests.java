package dev.equipoise.starter.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.equipoise.core.registration.LoadReport;
import dev.equipoise.core.registration.VerifyingKey;
import dev.equipoise.starter.registration.FakeRegistry.Answer;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class WorkerMembershipTests {

    private static final Duration BRISK = Duration.ofMillis(10);
    static final Pace PACE = new Pace(BRISK, BRISK, BRISK, new SplittableRandom(7), InstantSource.system());
    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(WorkerMembership.class);

    private final List<ILoggingEvent> logged = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            logged.add(event);
        }
    };

    private FakeRegistry registry;
    private WorkerMembership membership;

    @BeforeEach
    void open() throws Exception {
        appender.start();
        LOGGER.setLevel(Level.DEBUG);
        LOGGER.setAdditive(false);
        LOGGER.addAppender(appender);
        registry = new FakeRegistry();
        membership = member(registry.url());
    }

    @AfterEach
    void close() {
        membership.leave();
        registry.close();
        LOGGER.detachAppender(appender);
        LOGGER.setAdditive(true);
        LOGGER.setLevel(null);
        assertThat(registry.refused()).isEmpty();
    }

    @Test
    void registersAndBeatsWithItsLoad() throws Exception {
        assertThat(membership.state()).isEqualTo(MembershipState.NEW);

        membership.start();

        assertThat(registry.await("heartbeat", 3).body().path("inFlight").asInt())
                .isEqualTo(4);
        assertThat(registry.count("register")).isEqualTo(1);
        assertThat(membership.state()).isEqualTo(MembershipState.REGISTERED);
        assertThat(membership.lease()).isNotNull();
    }

    @Test
    void startsOnce() throws Exception {
        membership.start();
        membership.start();

        registry.await("heartbeat", 2);
        assertThat(registry.count("register")).isEqualTo(1);
    }

    @Test
    void registersAnewWhenTheLeaseIsUnknown() throws Exception {
        membership.start();
        registry.await("heartbeat", 1);

        registry.forgetLease();

        registry.await("register", 2);
        registry.await("heartbeat", 3);
        assertThat(levels("The lease is gone, registering anew: 404 unknown-lease: No such lease."))
                .containsExactly(Level.WARN);
    }

    @ParameterizedTest
    @CsvSource({"401", "403", "404", "409", "410"})
    void registersAnewAtOnceOnEveryAnswerThatEndsALease(int status) throws Exception {
        registry.script("heartbeat", Answer.problem(status, "some", "Something."));
        membership.start();

        registry.await("register", 2);
        assertThat(registry.names().subList(0, 3)).containsExactly("register", "heartbeat", "register");
    }

    @Test
    void keepsItsLeaseWhileTheRegistryIsOutOfOrder() throws Exception {
        Answer down = Answer.problem(503, "unavailable", "Store is away.");
        registry.script("heartbeat", down, down, down, Answer.problem(429, "slow-down", "Too many."));
        membership.start();

        registry.await("heartbeat", 6);
        assertThat(registry.count("register")).isEqualTo(1);
        assertThat(levels("No heartbeat: 503 unavailable: Store is away."))
                .as("the first one matters")
                .containsExactly(Level.WARN, Level.DEBUG, Level.DEBUG);
        await().untilAsserted(() ->
                assertThat(levels("The registry takes heartbeats again")).containsExactly(Level.INFO));
    }

    @Test
    void registersOnceTheRegistryIsThere() throws Exception {
        int port = FakeRegistry.freePort();
        WorkerMembership early = member(URI.create("http://127.0.0.1:" + port));
        early.start();
        await().until(() -> logged.stream().anyMatch(event -> event.getLevel() == Level.DEBUG));
        assertThat(early.state()).isEqualTo(MembershipState.REGISTERING);

        try (FakeRegistry late = new FakeRegistry(port, VerifyingKey.hmac(FakeRegistry.SECRET))) {
            late.await("heartbeat", 1);
            assertThat(early.state()).isEqualTo(MembershipState.REGISTERED);
            early.leave();
            late.await("leave", 1);
        }
    }

    @Test
    void insistsOnBeingLetIn() throws Exception {
        Answer conflict = Answer.problem(409, "address-conflict", "Registered from elsewhere.");
        registry.script("register", conflict, conflict, Answer.problem(403, "worker-not-allowed", "Not yours."));
        membership.start();

        registry.await("heartbeat", 1);
        assertThat(registry.count("register")).isEqualTo(4);
        assertThat(levels("Not registered: 409 address-conflict: Registered from elsewhere."))
                .containsExactly(Level.WARN, Level.DEBUG);
    }

    @Test
    void asksTheOtherRegistriesOnceItsLeaseHasRunOut() throws Exception {
        try (FakeRegistry other = new FakeRegistry()) {
            registry.leaseSeconds(0.001);
            WorkerMembership member = member(registry.url(), other.url());
            member.start();
            registry.await("heartbeat", 1);

            registry.close();

            other.await("heartbeat", 1);
            assertThat(member.state()).isEqualTo(MembershipState.REGISTERED);
            member.leave();
        }
    }

    @Test
    void outlivesClaimsAndLoadsThatFail() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        WorkerMembership shaky = new WorkerMembership(
                RegistryClient.of(List.of(registry.url()), FakeRegistry.KEY),
                () -> {
                    if (asked.incrementAndGet() == 1) {
                        throw new UnknownHostException("no such name");
                    }
                    return RegistryClientTests.claims();
                },
                () -> {
                    throw new IllegalStateException();
                },
                PACE);
        shaky.start();

        registry.await("heartbeat", 2);
        assertThat(levels("Not registered: no such name")).containsExactly(Level.WARN);
        assertThat(levels("No load report: java.lang.IllegalStateException")).contains(Level.WARN);
        shaky.leave();
    }

    @Test
    void saysOnceThatItCouldNotSayGoodbye() throws Exception {
        WorkerMembership orphan = member(registry.url());
        orphan.start();
        registry.await("heartbeat", 1);
        registry.close();
        // An answer that was still on its way would end the outage; once a heartbeat has failed there is none.
        await().until(() -> warnings() > 0);

        assertThat(orphan.drain()).isFalse();
        orphan.leave();

        assertThat(warnings()).isOne();
    }

    private long warnings() {
        return logged.stream().filter(event -> event.getLevel() == Level.WARN).count();
    }

    private List<Level> levels(String message) {
        return logged.stream()
                .filter(event -> event.getFormattedMessage().equals(message))
                .map(ILoggingEvent::getLevel)
                .toList();
    }

    static WorkerMembership member(URI... registries) {
        return new WorkerMembership(
                RegistryClient.of(List.of(registries), FakeRegistry.KEY),
                RegistryClientTests::claims,
                () -> new LoadReport(0.1, 0.2, 0, 0, 4, 0),
                PACE);
    }
}
