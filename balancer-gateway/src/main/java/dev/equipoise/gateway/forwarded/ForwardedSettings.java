package dev.equipoise.gateway.forwarded;

/**
 * What workers are told, by the names Spring Cloud Gateway has for it.
 *
 * @param client {@code X-Forwarded-For}
 * @param forwarded {@code Forwarded} (RFC 7239)
 * @param forwardedBy whether that one names the gateway, too
 * @param via the gateway's name in {@code Via}; empty for no such header
 */
record ForwardedSettings(
        Said client,
        Said proto,
        Said host,
        Said port,
        Said prefix,
        boolean forwarded,
        boolean forwardedBy,
        String via) {

    /** A header. */
    enum Said {
        /** It is dropped. */
        NOT,
        /** The gateway's word alone. */
        ALONE,
        /** Behind that of trusted proxies. */
        APPENDED
    }
}
