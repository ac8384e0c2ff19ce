package dev.equipoise.launcher.e2e;

import dev.equipoise.core.registration.RequestSigner;
import dev.equipoise.core.registration.SignedHeaders;
import dev.equipoise.core.registration.SigningKey;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends registrations in a worker's name without its key, over connections that are kept: signed with a guessed secret, with an
 * unknown key, too long ago, over another body, with a signature of noise, or not at all. Drawn from a seed.
 */
final class Stranger {

    private static final int CONNECTIONS = 4;
    private static final int KINDS = 6;

    private final URI target;
    private final String victim;
    private final SplittableRandom random;

    /** @param byStatus how many answers had it */
    record Answers(Map<Integer, Integer> byStatus, long millis) {
        int sum() {
            return byStatus.values().stream().mapToInt(Integer::intValue).sum();
        }

        @Override
        public String toString() {
            return sum() + " in " + millis + " ms, by status " + byStatus;
        }
    }

    Stranger(URI target, String victim, long seed) {
        this.target = target;
        this.victim = victim;
        this.random = new SplittableRandom(seed);
    }

    /** One after the other. @return the status of each answer */
    List<Integer> send(int count) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        try (Line line = new Line(random.split())) {
            for (int i = 0; i < count; i++) {
                statuses.add(line.send());
            }
        }
        return statuses;
    }

    /** As many as fit into the time, at most so many. */
    Answers send(int most, int seconds) throws Exception {
        AtomicInteger left = new AtomicInteger(most);
        long began = System.nanoTime();
        long end = began + Duration.ofSeconds(seconds).toNanos();
        List<Callable<Map<Integer, Integer>>> lines = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            SplittableRandom own = random.split();
            lines.add(() -> {
                Map<Integer, Integer> byStatus = new TreeMap<>();
                try (Line line = new Line(own)) {
                    while (left.getAndDecrement() > 0 && System.nanoTime() < end) {
                        byStatus.merge(line.send(), 1, Integer::sum);
                    }
                }
                return byStatus;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            Map<Integer, Integer> all = new TreeMap<>();
            for (Future<Map<Integer, Integer>> line : threads.invokeAll(lines)) {
                line.get().forEach((status, count) -> all.merge(status, count, Integer::sum));
            }
            return new Answers(all, (System.nanoTime() - began) / 1_000_000);
        } finally {
            threads.shutdownNow();
        }
    }

    /** One connection, which is opened anew where the other side closes it. */
    private final class Line implements AutoCloseable {

        private final SplittableRandom own;
        private final RequestSigner guessing;
        private final RequestSigner unknown;
        private final RequestSigner late;
        private Socket socket;
        private InputStream in;

        Line(SplittableRandom own) throws IOException {
            this.own = own;
            byte[] guess = new byte[32];
            own.nextBytes(guess);
            InstantSource now = InstantSource.system();
            guessing = signer("demo", guess, now);
            unknown = signer("nobody", guess, now);
            late = signer("demo", guess, () -> now.instant().minus(Duration.ofHours(1)));
            open();
        }

        private RequestSigner signer(String id, byte[] secret, InstantSource clock) {
            return new RequestSigner(
                    SigningKey.hmac(id, secret), clock, () -> Long.toHexString(own.nextLong() | Long.MIN_VALUE));
        }

        private void open() throws IOException {
            socket = new Socket(target.getHost(), target.getPort());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(30_000);
            in = new BufferedInputStream(socket.getInputStream());
        }

        int send() throws IOException {
            socket.getOutputStream().write(request().getBytes(StandardCharsets.US_ASCII));
            String status = line();
            int length = 0;
            boolean closes = false;
            for (String header = line(); !header.isEmpty(); header = line()) {
                String lower = header.toLowerCase(java.util.Locale.ROOT);
                length = lower.startsWith("content-length:")
                        ? Integer.parseInt(lower.substring(15).strip())
                        : length;
                if (lower.startsWith("transfer-encoding:")) {
                    throw new IOException("an answer in chunks, which we do not read: " + status);
                }
                closes |= lower.replace(" ", "").equals("connection:close");
            }
            in.readNBytes(length);
            if (closes) {
                socket.close();
                open();
            }
            return Integer.parseInt(status.split(" ")[1]);
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int read = in.read(); read != '\n'; read = in.read()) {
                if (read < 0) {
                    throw new IOException("the registry closed the connection");
                }
                if (read != '\r') {
                    line.append((char) read);
                }
            }
            return line.toString();
        }

        private String request() {
            String body = "{\"id\":\"" + victim + "\",\"address\":\"http://127.0.0.1:" + own.nextInt(1024, 65_536)
                    + "\",\"services\":[\"default\"]}";
            return "POST " + target.getPath() + " HTTP/1.1\r\nHost: " + target.getAuthority()
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n"
                    + proof(body) + "\r\n" + body;
        }

        private String proof(String body) {
            return switch (own.nextInt(KINDS)) {
                case 0 -> text(guessing, body);
                case 1 -> text(unknown, body);
                case 2 -> text(late, body);
                case 3 -> text(guessing, body + " ");
                case 4 ->
                    "Signature-Input: sig1=noise\r\nSignature: sig1=:" + Long.toHexString(own.nextLong()) + ":\r\n";
                default -> "";
            };
        }

        private String text(RequestSigner signer, String body) {
            SignedHeaders headers = signer.sign("POST", target.getPath(), body.getBytes(StandardCharsets.US_ASCII));
            return SignedHeaders.CONTENT_DIGEST + ": " + headers.contentDigest() + "\r\n"
                    + SignedHeaders.SIGNATURE_INPUT + ": " + headers.signatureInput() + "\r\n"
                    + SignedHeaders.SIGNATURE + ": " + headers.signature() + "\r\n";
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
