package dev.equipoise.gateway.shutdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.gateway.GatewayForTests;
import dev.equipoise.gateway.WorkerForTests;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class Http2DrainIT {

    private static final String ALL = "goaway 0 last 2147483647";

    /** While requests are in flight, and while answers would say {@code Connection: close}, more may come; then no more, and all of them are answered. */
    @Test
    void connectionsOfHttp2EndByGoawayAndLoseNoRequest() throws Exception {
        try (WorkerForTests worker = new WorkerForTests("a");
                GatewayForTests gateway = GatewayForTests.over(
                        List.of(worker), "--server.http2.enabled=true", "--equipoise.gateway.drain=3s")) {
            int port = gateway.uri("/").getPort();
            try (FramesClient busy = new FramesClient(port);
                    FramesClient idle = new FramesClient(port);
                    FramesClient late = new FramesClient(port)) {
                idle.get("/first");
                assertThat(idle.next()).isEqualTo("3 status 200");
                assertThat(idle.next()).isEqualTo("3 data a: ");
                worker.hold();
                busy.get("/slow");
                waitUntilItHas(worker, 2);

                ConnectionDrain drain = gateway.bean(ConnectionDrain.class);
                CompletableFuture<Void> end = CompletableFuture.runAsync(drain::stop);
                assertThat(busy.next()).isEqualTo(ALL);
                assertThat(idle.next()).isEqualTo(ALL);
                busy.get("/more");
                late.get("/new");
                assertThat(late.next()).isEqualTo(ALL);
                waitUntilItHas(worker, 4);

                assertThat(busy.next()).isEqualTo("goaway 0 last 5");
                assertThat(late.next()).isEqualTo("goaway 0 last 3");
                assertThat(idle.next()).isEqualTo("goaway 0 last 3");
                assertThat(idle.next()).isEqualTo("closed");
                assertThat(end).isNotDone();

                worker.release();
                assertThat(late.next()).isEqualTo("3 status 200");
                assertThat(late.next()).isEqualTo("3 data a: ");
                assertThat(late.next()).isEqualTo("closed");
                assertThat(List.of(busy.next(), busy.next(), busy.next(), busy.next()))
                        .containsExactlyInAnyOrder("3 status 200", "3 data a: ", "5 status 200", "5 data a: ");
                assertThat(busy.next()).isEqualTo("closed");
                end.get(20, TimeUnit.SECONDS);
                assertThat(drain.shared().count()).isZero();
            }
            gateway.close();
            assertThatThrownBy(() -> connect(port)).isInstanceOf(ConnectException.class);
        }
    }

    private static void connect(int port) throws IOException {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
    }

    private static void waitUntilItHas(WorkerForTests worker, int requests) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (worker.requests().size() < requests) {
            assertThat(System.nanoTime()).as("the worker has its requests").isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
