package dev.equipoise.bench.gateway;

import dev.equipoise.bench.Figures;
import dev.equipoise.bench.MarkdownTable;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** 1,000 clients that send a head, or a body of either framing, by drops: what others see of them at 500 requests per second. */
record SlowClientScenario(int attackers) implements Scenario {

    private static final int WORKERS = 10;
    private static final double PER_SECOND = 500;
    private static final long DROP_MILLIS = 1_000;
    /** Bursts of connections before what counts, per warm-up of a proxy: what accepts connections is to be compiled, too. */
    private static final int BURSTS = 2;

    private enum Attack {
        NONE("nobody attacks", "", ""),
        HEADS("slow heads", "GET /128 HTTP/1.1\r\nHost: gateway.bench\r\nX-Slow: ", "x"),
        BODIES("slow bodies", "POST /128 HTTP/1.1\r\nHost: gateway.bench\r\nContent-Length: 100000\r\n\r\n", "x"),
        CHUNKS(
                "slow chunked bodies",
                "POST /128 HTTP/1.1\r\nHost: gateway.bench\r\nTransfer-Encoding: chunked\r\n\r\n",
                "1\r\nx\r\n");

        private final String title;
        private final byte[] beginning;
        private final byte[] drop;

        Attack(String title, String beginning, String drop) {
            this.title = title;
            this.beginning = beginning.getBytes(StandardCharsets.US_ASCII);
            this.drop = drop.getBytes(StandardCharsets.US_ASCII);
        }
    }

    @Override
    public String play(Stage stage) throws InterruptedException {
        ByteBuf request = Request.get("/128");
        MarkdownTable table = new MarkdownTable(
                List.of("proxy", "attack", "attackers left at the end", "p50 ms", "p99 ms", "failed"));
        try (FaultyWorkers workers = FaultyWorkers.start(WORKERS, stage.firstPort(), stage.transport())) {
            List<RunningProxy> running = stage.start(workers.ports(), "slow-clients");
            try {
                stage.warmUp(running, request);
                for (RunningProxy proxy : running) {
                    burst(stage, proxy);
                }
                for (Attack attack : Attack.values()) {
                    for (RunningProxy proxy : running) {
                        stage.progress()
                                .step("slow clients, " + attack.title + ": "
                                        + proxy.proxy().title());
                        try (Attackers crowd =
                                new Attackers(attack == Attack.NONE ? 0 : attackers, attack, proxy.address())) {
                            Calls calls = stage.atRate(proxy, request, PER_SECOND, stage.length(), attack.ordinal());
                            table.row(List.of(
                                    proxy.proxy().title(),
                                    attack.title,
                                    Integer.toString(crowd.left()),
                                    Figures.times(calls.latencies().percentile(0.5)),
                                    Figures.times(calls.latencies().percentile(0.99)),
                                    Integer.toString(calls.failed())));
                        }
                    }
                }
            } finally {
                Stage.end(running);
            }
        }
        return "## Slow clients, " + attackers + " of them\n\n" + table;
    }

    private void burst(Stage stage, RunningProxy proxy) throws InterruptedException {
        stage.progress()
                .step("slow clients, first bursts of connections: "
                        + proxy.proxy().title());
        for (int i = 0; i < BURSTS * proxy.proxy().warmUps(); i++) {
            for (Attack attack : List.of(Attack.HEADS, Attack.CHUNKS)) {
                try (Attackers crowd = new Attackers(attackers, attack, proxy.address())) {
                    Thread.sleep(DROP_MILLIS);
                }
            }
        }
    }

    /** They begin, and send a drop each second until they are ended. */
    private static final class Attackers implements AutoCloseable {

        private final List<Socket> sockets = new ArrayList<>();
        private final Attack attack;
        private final Thread dripping = new Thread(this::drip, "attackers");
        private volatile boolean over;

        Attackers(int count, Attack attack, InetSocketAddress target) {
            this.attack = attack;
            for (int i = 0; i < count; i++) {
                Socket socket = new Socket();
                sockets.add(socket);
                try {
                    socket.connect(target, 2_000);
                    socket.getOutputStream().write(attack.beginning);
                } catch (IOException e) {
                    close(socket);
                }
            }
            dripping.start();
        }

        private void drip() {
            while (!over) {
                for (Socket socket : sockets) {
                    if (!socket.isClosed()) {
                        drop(socket);
                    }
                }
                try {
                    Thread.sleep(DROP_MILLIS);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }

        private void drop(Socket socket) {
            try {
                socket.getOutputStream().write(attack.drop);
            } catch (IOException ended) {
                close(socket);
            }
        }

        int left() {
            return (int) sockets.stream().filter(socket -> !socket.isClosed()).count();
        }

        private static void close(Socket socket) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is gone.
            }
        }

        @Override
        public void close() throws InterruptedException {
            over = true;
            dripping.interrupt();
            dripping.join();
            sockets.forEach(Attackers::close);
        }
    }
}
