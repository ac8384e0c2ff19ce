package dev.equipoise.launcher.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trust decides traffic, with real processes: gateways see that a worker fails, the reputation service judges, and what it
 * says reaches picks. Who fails is not ejected by gateways themselves here. Facts weigh more and fade sooner than by default, so that the way there and back fits into a test; who
 * judges, when and at which scores is the default.
 */
@Tag("long")
class FailingWorkerIT {

    private static final long SEED = 20261121;
    private static final int PER_SECOND = 200;
    private static final int WORKERS = 5;
    /** With it, a gateway sends nothing to who fails from the fifth second on, and sees too little of it to accuse it. */
    private static final Map<String, String> NO_EJECTION = Map.of("EQUIPOISE_GUARDS_OUTLIEREJECTION_ENABLED", "false");

    @TempDir
    Path directory;

    @Test
    void whoTalksNonsenseIsQuarantinedAndEarnsItBack() throws Exception {
        try (WatchedFleet fleet = new WatchedFleet(directory, SEED, ScaledModel.QUICK, Map.of())) {
            URI second = join(fleet);
            try (Load load = new Load(PER_SECOND, fleet.suite().gateway("/"), second)) {
                load.passes(PER_SECOND);
                long began = System.nanoTime();
                fleet.worker(2).talksNonsense(true);
                RunningSuite.await("its quarantine", is(fleet, "demo-2", "quarantined"));
                Figures.print("a worker that talks nonsense was quarantined", began);
                fleet.worker(2).talksNonsense(false);
                getsTrafficAgain(fleet, load, "demo-2");
                Figures.print("healed, it got traffic again", began);
            }
        }
    }

    @Test
    void whoFailsIsQuarantinedAndEarnsItBackAndAllAtOnceAreNot() throws Exception {
        try (WatchedFleet fleet = new WatchedFleet(directory, SEED, ScaledModel.QUICK, NO_EJECTION)) {
            URI second = join(fleet);
            try (Load load = new Load(PER_SECOND, fleet.suite().gateway("/"), second)) {
                load.passes(PER_SECOND);
                RunningSuite.await(
                        "it to be trusted",
                        () -> fleet.reputations().isTrusted("demo-1")
                                && fleet.reputations().multiplier("demo-1") > 0.9);
                long began = System.nanoTime();
                fleet.worker(1).fails(0.3);
                RunningSuite.await(
                        "its weight to fall",
                        () -> !fleet.reputations().events("demo-1", "outlier").isEmpty());
                assertThat(fleet.reputations().multiplier("demo-1")).isLessThan(0.5);
                Figures.print("the weight of a worker that fails three of ten fell", began);
                RunningSuite.await("its quarantine", is(fleet, "demo-1", "quarantined"));
                Figures.print("it was quarantined", began);
                assertThat(fleet.reputations().events("demo-1", "outlier"))
                        .isNotEmpty()
                        .allMatch(event -> event.path("why").asString().endsWith("2 of 2 gateways agree"));
                fleet.worker(1).fails(0);
                getsTrafficAgain(fleet, load, "demo-1");
                Figures.print("healed, it got traffic again", began);

                fleet.workers().forEach(worker -> worker.fails(0.5));
                int answered = WatchedFleet.served(load, "");
                RunningSuite.await(
                        "answers while all fail", () -> WatchedFleet.served(load, "") > answered + 50 * PER_SECOND);
                assertThat(fleet.reputations().known("quarantined"))
                        .as("quarantined")
                        .isLessThanOrEqualTo(1);
                fleet.workers().forEach(worker -> worker.fails(0));
            }
            allAreSentAwayAndServe(fleet, second);
        }
    }

    @Test
    void theWordOfOneGatewayLowersAWeightAndQuarantinesNobody() throws Exception {
        try (WatchedFleet fleet = new WatchedFleet(directory, SEED, ScaledModel.QUICK, NO_EJECTION)) {
            fleet.join(WORKERS);
            try (Load load = new Load(PER_SECOND, fleet.suite().gateway("/"))) {
                load.passes(PER_SECOND);
                RunningSuite.await(
                        "it to be trusted",
                        () -> fleet.reputations().isTrusted("demo-1")
                                && fleet.reputations().multiplier("demo-1") > 0.9);
                long began = System.nanoTime();
                fleet.worker(1).fails(0.3);
                // Two of 25 points would be enough for a quarantine, were it the word of two.
                RunningSuite.await("three accusations", () -> {
                    assertThat(fleet.reputations().state("demo-1")).isNotEqualTo("quarantined");
                    return fleet.reputations().events("demo-1", "outlier").size() >= 3;
                });
                Figures.print("the only gateway had accused a worker three times", began);
                assertThat(fleet.reputations().events("demo-1", "outlier"))
                        .allMatch(event -> event.path("why").asString().endsWith("1 of 1 gateways agree"));
                assertThat(fleet.reputations().score("demo-1")).isBetween(-20.0, -5.0);
                assertThat(fleet.reputations().known("quarantined")).isZero();
            }
        }
    }

    /** An operator quarantines everybody, and still somebody must serve. */
    private static void allAreSentAwayAndServe(WatchedFleet fleet, URI second) throws Exception {
        for (MoodyWorker worker : fleet.workers()) {
            fleet.reputations().say("quarantine", worker.id());
        }
        RunningSuite.await("all to be in quarantine", () -> fleet.reputations().known("quarantined") == WORKERS);
        try (Load load = new Load(PER_SECOND, fleet.suite().gateway("/"), second)) {
            load.passes(10 * PER_SECOND);
            List<String> failures = load.finish();
            System.out.println("all in quarantine: requests " + load.sent() + ", failed " + failures.size());
            assertThat(failures).as("%s", fleet.suite().complaintsOfGateway()).isEmpty();
            assertThat(load.byWorker()).hasSize(WORKERS);
        }
    }

    private static URI join(WatchedFleet fleet) throws Exception {
        Path key = fleet.keys().enrol("gateway-2");
        fleet.join(WORKERS);
        return fleet.secondGateway(key);
    }

    private static Callable<Boolean> is(WatchedFleet fleet, String worker, String state) {
        return () -> fleet.reputations().state(worker).equals(state);
    }

    private static void getsTrafficAgain(WatchedFleet fleet, Load load, String worker) throws Exception {
        RunningSuite.await("its probation", () -> fleet.reputations().isUsable(worker));
        int before = WatchedFleet.served(load, worker);
        RunningSuite.await("requests to it", () -> WatchedFleet.served(load, worker) > before + 20);
        RunningSuite.await("the end of its probation", () -> fleet.reputations().isTrusted(worker));
    }
}
