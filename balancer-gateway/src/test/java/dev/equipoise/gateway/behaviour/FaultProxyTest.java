package dev.equipoise.gateway.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.gateway.behaviour.FaultProxy.Fault;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The instrument, without a gateway. */
class FaultProxyTest {

    @Test
    void eachFaultIsWhatItSays() throws Exception {
        Map<Fault, String> met = new TreeMap<>();
        try (ScriptedWorker worker = new ScriptedWorker("worker")) {
            worker.script(ScriptedWorker.KEEPING);
            for (Fault fault : Fault.values()) {
                try (FaultProxy proxy = new FaultProxy(worker.port(), 1, (number, random) -> fault);
                        RawClient client = new RawClient(proxy.port()).patience(500)) {
                    met.put(fault, twice(client));
                    assertThat(proxy.count(fault)).isEqualTo(1);
                }
            }
        }
        assertThat(met.entrySet().stream().map(Object::toString))
                .containsExactly(
                        "NONE=200 200",
                        "LATENCY=200 200",
                        "SLICING=200 200",
                        "BANDWIDTH=200 200",
                        "RESET_AT_REQUEST=broken",
                        "RESET_IN_ANSWER=broken",
                        "NEVER_ANSWER=nothing",
                        "HALF_OPEN=200 nothing");
    }

    private static String twice(RawClient client) throws IOException {
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            try {
                seen.add("" + client.get("/").answer().status());
            } catch (SocketTimeoutException e) {
                seen.add("nothing");
                break;
            } catch (IOException e) {
                seen.add("broken");
                break;
            }
        }
        return String.join(" ", seen);
    }
}
