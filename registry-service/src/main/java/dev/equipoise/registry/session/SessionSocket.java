package dev.equipoise.registry.session;

import dev.equipoise.core.membership.Change;
import dev.equipoise.core.membership.StoreUnavailableException;
import dev.equipoise.core.registration.Leases;
import dev.equipoise.core.registration.LoadReport;
import dev.equipoise.core.registration.RefusedException;
import dev.equipoise.registry.registration.Heartbeats;
import dev.equipoise.registry.session.SessionHandshake.Opened;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.TextWebSocketHandler;

/**
 * The session of a lease: each message is a sealed heartbeat, answered with its sequence. A refused one closes the session
 * with code 4400 to 4499 and the problem's slug as the reason: 4404 means register again. A session that breaks makes its
 * worker SUSPECT; one that the worker or this registry closes does not.
 */
@Component
class SessionSocket extends TextWebSocketHandler {

    private static final Logger log = LoggerFactory.getLogger(SessionSocket.class);
    private static final String WITNESS = "session";
    private static final int REFUSED = 4400;
    private static final int REGISTER_AGAIN = 4404;

    private final Leases leases;
    private final Heartbeats heartbeats;
    private volatile boolean ending;

    SessionSocket(Leases leases, Heartbeats heartbeats) {
        this.leases = leases;
        this.heartbeats = heartbeats;
    }

    @Override
    protected void handleTextMessage(WebSocketSession session, TextMessage message) throws IOException {
        Opened opened = opened(session);
        try {
            String body = opened.next(heartbeats.key(opened.workerId(), opened.leaseId()), message.getPayload());
            LoadReport load = heartbeats.load(body.getBytes(StandardCharsets.UTF_8));
            leases.renew(opened.workerId(), opened.leaseId(), load, null);
            session.sendMessage(new TextMessage(String.valueOf(opened.received())));
        } catch (RefusedException e) {
            log.warn("Refused a message of {} from {}: {}", opened.workerId(), session.getRemoteAddress(), e.refusal());
            boolean gone = switch (e.refusal()) {
                case UNKNOWN_LEASE, KEY_REVOKED, UNKNOWN_WORKER -> true;
                default -> false;
            };
            session.close(
                    new CloseStatus(gone ? REGISTER_AGAIN : REFUSED, e.refusal().slug()));
        } catch (StoreUnavailableException e) {
            session.close(CloseStatus.SERVICE_OVERLOAD.withReason("store-unavailable"));
        }
    }

    @Override
    public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
        boolean broken = status.equalsCode(CloseStatus.NO_CLOSE_FRAME)
                || status.equalsCode(CloseStatus.SERVER_ERROR)
                || status.equalsCode(CloseStatus.SESSION_NOT_RELIABLE);
        if (ending || !broken) {
            return;
        }
        Opened opened = opened(session);
        try {
            leases.doubt(opened.workerId(), opened.epoch(), Change.Kind.DISCONNECTED, WITNESS, null);
            log.info("The session of {} broke: suspect until it is heard", opened.workerId());
        } catch (RefusedException e) {
            log.debug("The session of {} broke, and it is no member any more", opened.workerId());
        } catch (StoreUnavailableException e) {
            log.debug("The session of {} broke while the store is away", opened.workerId());
        }
    }

    /** Those who are cut off by our own end are not to blame. */
    @EventListener
    void ending(ContextClosedEvent event) {
        ending = true;
    }

    private static Opened opened(WebSocketSession session) {
        return (Opened) Objects.requireNonNull(session.getAttributes().get(SessionHandshake.OPENED));
    }
}
