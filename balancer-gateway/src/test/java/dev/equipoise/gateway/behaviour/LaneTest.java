package dev.equipoise.gateway.behaviour;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that share one gateway per lane, in front of one worker that is as good as new for each of them. */
@ParameterizedClass
@MethodSource("dev.equipoise.gateway.behaviour.Lane#tried")
abstract class LaneTest {

    /** Opened and closed between tests, by the one thread that runs them. */
    private static Rig opened;

    @Parameter
    Lane lane;

    Rig rig;

    @BeforeParameterizedClassInvocation
    static void open(Lane lane) {
        opened = Rig.open(lane);
    }

    @AfterParameterizedClassInvocation
    static void close() throws IOException {
        opened.close();
    }

    @BeforeEach
    void begin() throws Exception {
        rig = opened;
        rig.worker().forget();
        Rig.await("the worker to be rid of its connections", () -> rig.worker().open() == 0);
        Rig.await("the gateway to reach its worker", () -> {
            try (RawClient client = rig.client()) {
                return client.get("/ready").answer().status() == 200;
            }
        });
        rig.worker().forget();
    }
}
