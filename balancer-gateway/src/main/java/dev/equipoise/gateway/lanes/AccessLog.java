package dev.equipoise.gateway.lanes;

import dev.equipoise.gateway.forward.Service;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line of {@code key=value} for each request, to a file or to the logger {@code equipoise.access} at INFO. Event loops make the lines; one thread
 * takes them along, as many as there are, every {@value #PAUSE_MILLIS} ms. If it falls behind by {@value #MOST} lines, further ones are counted and lost.
 */
final class AccessLog implements AutoCloseable {

    static final String LOGGER = "equipoise.access";
    static final int MOST = 16_384;

    /** Waking a thread for each line costs more than the line. */
    private static final long PAUSE_MILLIS = 10;

    private static final long LOOK_MILLIS = 100;

    private static final double NANOS_PER_MILLI = 1e6;
    private static final Logger log = LoggerFactory.getLogger(LOGGER);
    private static final FastThreadLocal<StringBuilder> LINE = new FastThreadLocal<>() {
        @Override
        protected StringBuilder initialValue() {
            return new StringBuilder(256);
        }
    };

    private final ArrayBlockingQueue<String> lines = new ArrayBlockingQueue<>(MOST);
    private final @Nullable AccessLogFile file;
    private final Runnable lost;
    private final Thread writer = new Thread(this::write, "access-log");
    private volatile boolean ended;

    /**
     * @param file closed with this; null for the logger
     * @param lost told of each line that is
     */
    AccessLog(@Nullable AccessLogFile file, Runnable lost) {
        this.file = file;
        this.lost = lost;
        writer.setDaemon(true);
        writer.start();
    }

    boolean isOn() {
        return file != null || log.isInfoEnabled();
    }

    void add(Ended request) {
        if (isOn() && !lines.offer(line(request))) {
            lost.run();
        }
    }

    private void write() {
        List<String> batch = new ArrayList<>();
        while (!ended || !lines.isEmpty()) {
            try {
                String first = lines.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    lines.drainTo(batch);
                    write(batch);
                    batch.clear();
                    Thread.sleep(PAUSE_MILLIS);
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void write(List<String> batch) {
        if (file == null) {
            batch.forEach(log::info);
        } else {
            file.append(batch);
        }
    }

    /** Writes what is left. */
    @Override
    public void close() throws InterruptedException {
        // Not interrupted: that would close the file in the middle of what is left.
        ended = true;
        writer.join(TimeUnit.SECONDS.toMillis(1));
        if (file != null) {
            file.close();
        }
    }

    static String line(Ended request) {
        StringBuilder line = LINE.get();
        line.setLength(0);
        line.append("client=").append(request.client() == null ? "-" : request.client());
        line.append(" method=");
        escaped(line, request.method());
        line.append(" path=");
        escaped(line, request.path());
        line.append(" status=").append(request.status());
        if (request.end() != Ended.End.COMPLETE) {
            line.append(" end=").append(request.end().name().toLowerCase(Locale.ROOT));
        }
        line.append(" bytes=").append(request.bytes());
        millis(line.append(" ms="), request.nanos());
        if (request.headNanos() > 0) {
            millis(line.append(" head_ms="), request.headNanos());
        }
        RouteEntry route = request.route();
        line.append(" lane=").append(request.lane() == Lane.EXPRESS ? "express" : "spring");
        line.append(" route=").append(route == null ? "-" : route.id());
        Service service = request.service();
        if (service != null) {
            value(line, " service=", service.name());
            value(line, " policy=", service.balancer().policy());
        }
        value(line, " worker=", request.worker());
        if (request.tries() > 0) {
            line.append(" tries=").append(request.tries());
        }
        return line.toString();
    }

    private static void value(StringBuilder line, String key, @Nullable String value) {
        if (value != null) {
            escaped(line.append(key), value);
        }
    }

    /** Microseconds are enough. */
    private static void millis(StringBuilder line, long nanos) {
        long micros = Math.round(nanos / (NANOS_PER_MILLI / 1000));
        line.append(micros / 1000).append('.');
        long rest = micros % 1000;
        line.append((char) ('0' + rest / 100))
                .append((char) ('0' + rest / 10 % 10))
                .append((char) ('0' + rest % 10));
    }

    /** What a client sent must not look like another line or another value. */
    private static void escaped(StringBuilder line, CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > ' ' && c < 0x7f && c != '"' && c != '\\' && c != '=') {
                line.append(c);
            } else {
                line.append("\\x").append(Character.forDigit(c >> 4 & 0xf, 16)).append(Character.forDigit(c & 0xf, 16));
            }
        }
    }
}
