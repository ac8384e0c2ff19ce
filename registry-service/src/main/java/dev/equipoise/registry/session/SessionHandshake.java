package dev.equipoise.registry.session;

import dev.equipoise.core.registration.Member;
import dev.equipoise.core.registration.Proof;
import dev.equipoise.core.registration.Refusal;
import dev.equipoise.core.registration.RefusedException;
import dev.equipoise.core.registration.Roster;
import dev.equipoise.core.registration.SessionFrames;
import dev.equipoise.core.registration.SignedHeaders;
import dev.equipoise.core.registration.VerifyingKey;
import dev.equipoise.registry.registration.Heartbeats;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/** Opens a session for a GET that is signed with the session key of a lease; it counts as a heartbeat without load. */
@Component
class SessionHandshake implements HandshakeInterceptor {

    static final String OPENED = Opened.class.getName();

    private final Heartbeats heartbeats;
    private final Roster roster;

    SessionHandshake(Heartbeats heartbeats, Roster roster) {
        this.heartbeats = heartbeats;
        this.roster = roster;
    }

    /** A session: whose, and how far it has come. One thread at a time. */
    static final class Opened {

        private final String workerId;
        private final String leaseId;
        private final long epoch;
        private final SessionFrames frames;
        private long received;

        Opened(String workerId, String leaseId, long epoch, String opening) {
            this.workerId = workerId;
            this.leaseId = leaseId;
            this.epoch = epoch;
            this.frames = new SessionFrames(opening);
        }

        String workerId() {
            return workerId;
        }

        String leaseId() {
            return leaseId;
        }

        long epoch() {
            return epoch;
        }

        /** How many messages were accepted. */
        long received() {
            return received;
        }

        /** The body of the next message. @throws RefusedException as {@link SessionFrames#open} */
        String next(VerifyingKey key, String frame) {
            String body = frames.open(key, received + 1, frame);
            received++;
            return body;
        }
    }

    @Override
    public boolean beforeHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            Map<String, Object> session)
            throws IOException {
        HttpServletRequest servlet = ((ServletServerHttpRequest) request).getServletRequest();
        String path = servlet.getRequestURI();
        String workerId = path.substring(
                SessionConfiguration.PREFIX.length(), path.length() - SessionConfiguration.SUFFIX.length());
        Proof proof = heartbeats.open(workerId, servlet);
        Member member = roster.member(workerId);
        if (member == null) {
            throw new RefusedException(Refusal.UNKNOWN_WORKER, "No worker of this id is registered.");
        }
        String opening = servlet.getHeader(SignedHeaders.SIGNATURE);
        session.put(OPENED, new Opened(workerId, proof.keyId(), member.worker().epoch(), opening));
        return true;
    }

    @Override
    public void afterHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            @Nullable Exception failure) {
        // Nothing was taken that would have to be given back.
    }
}
