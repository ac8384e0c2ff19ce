package dev.equipoise.bench.gateway;

import java.util.List;

/** What a gateway spends its time on, by whose code is nearest to the top of the stack. The first that matches holds. */
enum Part {
    SOCKETS(
            "sockets: read, write, wait",
            "#d9822b",
            "io.netty.channel.epoll.",
            "io.netty.channel.unix.",
            "io.netty.channel.uring.",
            "io.netty.channel.nio.",
            "io.netty.channel.socket.",
            "sun.nio.ch."),
    CODEC("HTTP: parse and write", "#c9a227", "io.netty.handler.codec."),
    BUFFERS("buffers", "#8f9a3c", "io.netty.buffer."),
    CHOICE(
            "choosing: picks, load, guards",
            "#3c8f5a",
            "dev.equipoise.core.",
            "dev.equipoise.gateway.balancing.",
            "dev.equipoise.gateway.guards."),
    LOG("access log", "#5a7d9a", "dev.equipoise.gateway.lanes.AccessLog", "ch.qos.logback.", "org.slf4j."),
    METRICS("metrics", "#4b6cb7", "io.micrometer.", "io.prometheus.", "dev.equipoise.gateway.lanes.RequestMeters"),
    FORWARDER("forwarder: tries, deadlines, pools", "#7a5ab5", "dev.equipoise.gateway.forward."),
    GATEWAY("front, lanes, filters of ours", "#a35aa8", "dev.equipoise."),
    SPRING_GATEWAY("Spring Cloud Gateway", "#b5485d", "org.springframework.cloud."),
    SPRING("Spring", "#c2574b", "org.springframework."),
    REACTOR("Reactor", "#b87333", "reactor."),
    NETTY("Netty: pipeline, event loop, timers", "#a08b6c", "io.netty."),
    REST("all else", "#888888", "");

    private final String title;
    private final String colour;
    private final List<String> prefixes;

    Part(String title, String colour, String... prefixes) {
        this.title = title;
        this.colour = colour;
        this.prefixes = List.of(prefixes);
    }

    String title() {
        return title;
    }

    /** For plots, as CSS has it. */
    String colour() {
        return colour;
    }

    /** @param method with its class, as {@code package.Class.method} */
    static Part of(String method) {
        for (Part part : values()) {
            if (part.prefixes.stream().anyMatch(method::startsWith)) {
                return part;
            }
        }
        return REST;
    }

    /** @param stack the outermost call first; what the JDK does counts for who called it */
    static Part of(List<String> stack) {
        for (int i = stack.size() - 1; i >= 0; i--) {
            Part part = of(stack.get(i));
            if (part != REST) {
                return part;
            }
        }
        return REST;
    }
}
