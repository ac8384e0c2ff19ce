package dev.equipoise.registry.session;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;

/** Where sessions are opened. Browsers have no business here: no origin is allowed but our own. */
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
class SessionConfiguration implements WebSocketConfigurer {

    static final String PREFIX = "/api/v1/workers/";
    static final String SUFFIX = "/session";

    private final SessionSocket socket;
    private final SessionHandshake handshake;

    SessionConfiguration(SessionSocket socket, SessionHandshake handshake) {
        this.socket = socket;
        this.handshake = handshake;
    }

    @Override
    public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
        registry.addHandler(socket, PREFIX + "*" + SUFFIX).addInterceptors(handshake);
    }
}
