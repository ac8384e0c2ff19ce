package dev.equipoise.gateway.tracing;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** Takes spans by OTLP over HTTP, and reads of the messages what tests ask for. */
final class Collector implements AutoCloseable {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final HttpServer server;
    private final List<SpanSeen> spans = new CopyOnWriteArrayList<>();

    /** @param kind as OTLP numbers it: 2 for a server's, 3 for a client's */
    record SpanSeen(String trace, String id, String parent, String name, long kind, Map<String, String> attributes) {}

    Collector() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", exchange -> {
            byte[] request = exchange.getRequestBody().readAllBytes();
            fields(
                    request,
                    (export, resource) -> fields(bytes(resource), (within, scope) -> {
                        if (export == 1 && within == 2) {
                            fields(bytes(scope), (field, span) -> {
                                if (field == 2) {
                                    spans.add(span(bytes(span)));
                                }
                            });
                        }
                    }));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
    }

    /** Waits until there are so many of them. */
    List<SpanSeen> await(int count, Predicate<SpanSeen> which) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        List<SpanSeen> seen = matching(which);
        while (seen.size() < count && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(10);
            seen = matching(which);
        }
        if (seen.size() < count) {
            throw new AssertionError("only " + seen + " of " + spans);
        }
        return seen;
    }

    private List<SpanSeen> matching(Predicate<SpanSeen> which) {
        return spans.stream().filter(which).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static SpanSeen span(byte[] message) {
        Map<Integer, Object> known = new HashMap<>();
        Map<String, String> attributes = new HashMap<>();
        fields(message, (field, value) -> {
            if (field == 9) {
                List<String> pair = new ArrayList<>();
                fields(bytes(value), (part, content) -> {
                    if (part == 1) {
                        pair.add(text(content));
                    } else {
                        fields(bytes(content), (kind, any) -> pair.add(kind == 1 ? text(any) : String.valueOf(any)));
                    }
                });
                attributes.put(pair.get(0), pair.get(1));
            } else {
                known.put(field, value);
            }
        });
        return new SpanSeen(
                hex(known.get(1)),
                hex(known.get(2)),
                hex(known.get(4)),
                text(known.get(5)),
                (Long) known.get(6),
                attributes);
    }

    private static String hex(Object value) {
        return value == null ? "" : HexFormat.of().formatHex(bytes(value));
    }

    private static String text(Object value) {
        return new String(bytes(value), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Object value) {
        return value instanceof byte[] bytes ? bytes : new byte[0];
    }

    /** Protocol buffers as they are encoded: the number of each field and its value, a Long or bytes. */
    private static void fields(byte[] message, BiConsumer<Integer, Object> each) {
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            int key = (int) varint(in);
            Object value = switch (key & 7) {
                case 0 -> varint(in);
                case 1 -> in.getLong();
                case 2 -> {
                    byte[] bytes = new byte[(int) varint(in)];
                    in.get(bytes);
                    yield bytes;
                }
                case 5 -> (long) in.getInt();
                default -> throw new IllegalStateException("wire type " + (key & 7));
            };
            each.accept(key >>> 3, value);
        }
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = in.get();
            value |= (long) (next & 0x7f) << shift;
            shift += 7;
        } while (next < 0);
        return value;
    }
}
