package dev.equipoise.gateway.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.gateway.GatewayForTests;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK's WebSocket client and Netty's server, with the gateway between them. */
@ParameterizedClass
@MethodSource("dev.equipoise.gateway.behaviour.Lane#tried")
class WebSocketIT {

    private static final int PATIENCE_SECONDS = 10;

    /** Opened and closed between tests, by the one thread that runs them. */
    private static WebSocketWorker worker;

    private static GatewayForTests gateway;

    @Parameter
    Lane lane;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Heard heard = new Heard();
    private final List<WebSocket> sockets = new ArrayList<>();

    @BeforeParameterizedClassInvocation
    static void open(Lane lane) {
        worker = new WebSocketWorker();
        gateway = gateway(lane);
    }

    private static GatewayForTests gateway(Lane lane) {
        return Rig.gateway(lane, List.of(worker.port()), "--spring.lifecycle.timeout-per-shutdown-phase=2s");
    }

    @AfterParameterizedClassInvocation
    static void close() {
        gateway.close();
        worker.close();
    }

    @BeforeEach
    void forget() throws Exception {
        Rig.await("the worker to be alone", () -> worker.open() == 0);
        worker.seen().clear();
    }

    @AfterEach
    void abort() {
        sockets.forEach(WebSocket::abort);
    }

    private WebSocket open(String path, String... subprotocols) throws Exception {
        WebSocket.Builder builder = http.newWebSocketBuilder();
        if (subprotocols.length > 0) {
            builder.subprotocols(subprotocols[0], Arrays.copyOfRange(subprotocols, 1, subprotocols.length));
        }
        URI uri = URI.create("ws://127.0.0.1:" + gateway.uri("/").getPort() + path);
        WebSocket socket = builder.buildAsync(uri, heard).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        sockets.add(socket);
        return socket;
    }

    @Test
    void messagesComeBackInTheirOrder() throws Exception {
        WebSocket socket = open("/socket?room=7");
        for (int i = 0; i < 100; i++) {
            socket.sendText("message " + i, true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        for (int i = 0; i < 100; i++) {
            heard.hears("text message " + i);
        }
        socket.sendPing(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        heard.hears("pong 3");
    }

    @ParameterizedTest
    @ValueSource(ints = {60_000, 1 << 20, 8 << 20})
    void aBigMessageComesBackWhole(int length) throws Exception {
        byte[] message = Rig.pattern(length);
        WebSocket socket = open("/socket");
        socket.sendBinary(ByteBuffer.wrap(message), true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        heard.hears("binary " + Arrays.hashCode(message));
    }

    @Test
    void aMessageInFragmentsComesBackWhole() throws Exception {
        WebSocket socket = open("/socket");
        socket.sendText("one ", false).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        socket.sendText("two ", false).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        socket.sendText("three", true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        heard.hears("text one two three");
    }

    @Test
    void theWorkerChoosesTheSubprotocol() throws Exception {
        WebSocket socket = open("/socket", "chat.v3", "chat.v2", "chat.v1");
        assertThat(socket.getSubprotocol()).isEqualTo("chat.v2");
    }

    @Test
    void theClientsCloseReachesTheWorkerWithItsCodeAndComesBack() throws Exception {
        WebSocket socket = open("/socket");
        socket.sendClose(4002, "enough").get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        Rig.await("the worker to hear it", () -> worker.seen().contains("close 4002 enough"));
        heard.hears("close 4002 enough");
        Rig.await("the worker's connection to end", () -> worker.seen().contains("ended"));
    }

    @Test
    void theWorkersCloseReachesTheClientWithItsCode() throws Exception {
        WebSocket socket = open("/socket");
        socket.sendText("close 4001 bye", true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        heard.hears("close 4001 bye");
        Rig.await("the worker's connection to end", () -> worker.seen().contains("ended"));
    }

    @Test
    void aClientThatDiesEndsTheWorkersConnection() throws Exception {
        open("/socket").abort();
        Rig.await("the worker's connection to end", () -> worker.seen().contains("ended"));
    }

    @Test
    void aWorkerThatDiesEndsTheClientsConnection() throws Exception {
        WebSocket socket = open("/socket");
        socket.sendText("here", true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        heard.hears("text here");
        worker.die();
        assertThat(heard.next()).matches("close 1006 .*|error.*|close 101[1-4].*");
    }

    @Test
    void aGatewayThatEndsTellsBothSides() throws Exception {
        WebSocket socket = open("/socket");
        socket.sendText("here", true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        heard.hears("text here");
        try {
            gateway.close();
        } finally {
            gateway = gateway(lane);
        }
        Rig.await("the worker's connection to end", () -> worker.seen().contains("ended"));
        assertThat(heard.next()).startsWith("close 1001 ");
        assertThat(worker.seen()).anyMatch(line -> line.startsWith("close 1001 "));
    }

    @Test
    void aHandshakeThatTheWorkerRefusesIsRefused() throws Exception {
        assertThatThrownBy(() -> open("/refused"))
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(403));
    }

    /** What a client hears, a line for each whole message. */
    private static final class Heard implements WebSocket.Listener {

        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        String next() throws InterruptedException, TimeoutException {
            String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                throw new TimeoutException("nothing was heard");
            }
            return line;
        }

        void hears(String line) throws InterruptedException, TimeoutException {
            assertThat(next()).isEqualTo(line);
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                lines.add("text " + text);
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            byte[] part = new byte[data.remaining()];
            data.get(part);
            bytes.writeBytes(part);
            if (last) {
                lines.add("binary " + Arrays.hashCode(bytes.toByteArray()));
                bytes.reset();
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            lines.add("pong " + message.remaining());
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            lines.add("close " + code + " " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            lines.add("error " + error);
        }
    }
}
