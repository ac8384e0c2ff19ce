package dev.equipoise.starter.registration;

import dev.equipoise.core.registration.LoadReport;
import dev.equipoise.core.registration.SessionFrames;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One open session: what the registry says arrives on the client's thread, the one who beats waits for it. */
final class SocketSession implements WebSocket.Listener {

    /** Above these, a close code is a status of HTTP. */
    private static final int CODES = 4000;

    private final Lease lease;
    private final SessionFrames frames;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();
    private @Nullable WebSocket socket;
    private long sequence;

    /** An answer, or the end. */
    private record Event(
            String text, int closeCode, @Nullable Throwable fault) {}

    SocketSession(Lease lease, SessionFrames frames) {
        this.lease = lease;
        this.frames = frames;
    }

    void connected(WebSocket socket) {
        this.socket = socket;
    }

    boolean isOf(Lease other) {
        return other.session().id().equals(lease.session().id());
    }

    /** Sends one heartbeat and waits for the answer to it. */
    void beat(LoadReport load, Duration timeout) throws RegistryRefusedException, IOException, InterruptedException {
        sequence++;
        String body = new String(RegistryMessages.heartbeat(load), StandardCharsets.UTF_8);
        Objects.requireNonNull(socket).sendText(frames.seal(lease.session(), sequence, body), true);
        Event event = events.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
        if (event == null) {
            throw new RegistryUnreachableException(
                    lease.location(), new IOException("no answer within " + timeout.toMillis() + " ms"));
        }
        if (event.closeCode() > CODES) {
            throw new RegistryRefusedException(event.closeCode() - CODES, event.text(), "the session was closed", null);
        }
        if (event.fault() != null || !event.text().equals(String.valueOf(sequence))) {
            Throwable fault = event.fault() != null ? event.fault() : new IOException("the session was closed");
            throw new RegistryUnreachableException(lease.location(), fault);
        }
    }

    /** Says goodbye; whoever has left already does not hear it. */
    void end() {
        WebSocket open = socket;
        if (open != null) {
            open.sendClose(WebSocket.NORMAL_CLOSURE, "");
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            events.add(new Event(partial.toString(), 0, null));
            partial.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        Throwable fault =
                code > CODES ? null : new IOException("the registry closed the session: " + code + " " + reason);
        events.add(new Event(reason, code, fault));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        events.add(new Event("", 0, error));
    }
}
