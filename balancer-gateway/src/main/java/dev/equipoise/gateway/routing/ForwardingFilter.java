package dev.equipoise.gateway.routing;

import dev.equipoise.core.policy.PickRequest;
import dev.equipoise.gateway.forward.ClientConnection;
import dev.equipoise.gateway.forward.Forwarder;
import dev.equipoise.gateway.forward.Heads;
import dev.equipoise.gateway.forward.Order;
import dev.equipoise.gateway.forward.RawTarget;
import dev.equipoise.gateway.forward.Service;
import dev.equipoise.gateway.forwarded.ForwardedHeaders;
import dev.equipoise.gateway.forwarded.Hop;
import dev.equipoise.gateway.tracing.RequestTrace;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2StreamChannel;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.channel.ChannelOperations;

/**
 * Where Spring Cloud Gateway would send a request with its own client: gives it to the forwarder. Completes with the head of the answer,
 * so that filters on the way back may change it; {@link AnswerFilter} writes the body.
 */
final class ForwardingFilter implements GlobalFilter, Ordered {

    private final Forwarder forwarder;
    /** Looked for once, with the first request: finding beans costs more than the request does. */
    private final Supplier<List<HttpHeadersFilter>> headersFilters;

    private final ForwardedHeaders forwardedHeaders;

    ForwardingFilter(
            Forwarder forwarder,
            ForwardedHeaders forwardedHeaders,
            ObjectProvider<List<HttpHeadersFilter>> headersFilters) {
        this.forwarder = forwarder;
        this.forwardedHeaders = forwardedHeaders;
        this.headersFilters = SingletonSupplier.of(() -> headersFilters.getIfAvailable(List::of));
    }

    /** Before those of Spring Cloud Gateway that send. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE - 2;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        String service = exchange.getAttribute(ServiceUrlFilter.SERVICE);
        URI url = exchange.getAttribute(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR);
        Channel channel = channelOf(exchange.getRequest());
        if (service == null || url == null || channel == null || ServerWebExchangeUtils.isAlreadyRouted(exchange)) {
            return chain.filter(exchange);
        }
        ServerWebExchangeUtils.setAlreadyRouted(exchange);
        return Mono.<Void>create(sink -> {
                    List<HttpHeadersFilter> filters = headersFilters.get();
                    Forwarded forwarded = new Forwarded(exchange, channel, filters, sink);
                    Forwarded before = (Forwarded) exchange.getAttributes().put(Forwarded.ATTRIBUTE, forwarded);
                    if (before != null) {
                        before.abandon();
                    }
                    forwarded.start(
                            forwarder.loopOf(connection(channel)), order(exchange, channel, url, service, filters));
                })
                .then(chain.filter(exchange));
    }

    private Order order(
            ServerWebExchange exchange, Channel channel, URI url, String name, List<HttpHeadersFilter> filters) {
        ServerHttpRequest request = exchange.getRequest();
        HttpHeaders filtered = HttpHeadersFilter.filterRequest(filters, exchange);
        HttpMethod method = HttpMethod.valueOf(request.getMethod().name());
        HttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, target(url, channel));
        filtered.forEach((header, values) -> head.headers().add(header, values));
        Order.Body body = bodyOf(request, filtered);
        boolean hasBody = body != Order.Body.NONE;
        boolean upgrade = !hasBody && ServiceUrlFilter.asksForWebSocket(request);
        if (upgrade) {
            head.headers().set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
        }
        Hop hop = Hop.of(channel);
        if (hop != null) {
            forwardedHeaders.tell(
                    head.headers(),
                    request.getHeaders()::getOrEmpty,
                    request.getHeaders().getFirst(HttpHeaders.HOST),
                    hop,
                    asked(exchange),
                    path(url));
        }
        head.headers().remove(HttpHeaderNames.EXPECT);
        Heads.forWorker(head, upgrade);
        if (hasBody && filtered.getContentLength() < 0) {
            head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        Service service = forwarder.service(name);
        PickRequest pick = new PickRequest(
                service.balancer().hashOn().keyOf(request),
                "",
                List.of(),
                forwarder.trace(),
                Heads.changesNothing(method) && !hasBody);
        boolean keepsHost =
                exchange.getAttributeOrDefault(ServerWebExchangeUtils.PRESERVE_HOST_HEADER_ATTRIBUTE, false);
        return new Order(
                service,
                head,
                pick,
                body,
                upgrade,
                keepsHost && filtered.getFirst(HttpHeaders.HOST) != null,
                RequestTrace.of(channel));
    }

    /** As the client sent it, but for what a filter has changed. */
    private static String target(URI url, Channel channel) {
        String text = url.toASCIIString();
        URI legal = text.equals(url.toString()) ? url : URI.create(text);
        String query = legal.getRawQuery();
        RawTarget raw = RawTarget.of(channel);
        if (raw != null) {
            return raw.restored(path(legal), query);
        }
        return query == null ? path(legal) : path(legal) + "?" + query;
    }

    private static String path(URI url) {
        return url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    }

    /** The path before any filter changed it. */
    private static String asked(ServerWebExchange exchange) {
        Set<URI> before = exchange.getAttributeOrDefault(
                ServerWebExchangeUtils.GATEWAY_ORIGINAL_REQUEST_URL_ATTR, new LinkedHashSet<>());
        return path(
                before.isEmpty()
                        ? exchange.getRequest().getURI()
                        : before.iterator().next());
    }

    /** HTTP/2 needs neither header for a body; only methods that never have one are sure. */
    private static Order.Body bodyOf(ServerHttpRequest request, HttpHeaders filtered) {
        long length = filtered.getContentLength();
        if (length > 0 && !request.getHeaders().containsHeader(HttpHeaders.EXPECT)) {
            return Order.Body.DECLARED;
        }
        boolean chunked = request.getHeaders().containsHeader(HttpHeaders.TRANSFER_ENCODING);
        org.springframework.http.HttpMethod method = request.getMethod();
        boolean bodiless = method == org.springframework.http.HttpMethod.GET
                || method == org.springframework.http.HttpMethod.HEAD
                || method == org.springframework.http.HttpMethod.OPTIONS
                || method == org.springframework.http.HttpMethod.TRACE
                || method == org.springframework.http.HttpMethod.DELETE;
        return length > 0 || chunked || (length < 0 && !bodiless) ? Order.Body.STREAMED : Order.Body.NONE;
    }

    /** Whether the connection is one of the kind the forwarder knows, and what is asked for can be had over it. */
    static boolean canForward(ServerHttpRequest request) {
        Channel channel = channelOf(request);
        return channel != null && (!ServiceUrlFilter.asksForWebSocket(request) || ClientConnection.of(channel) != null);
    }

    /** The connection a stream of HTTP/2 belongs to, or the one it is. */
    private static Channel connection(Channel channel) {
        return channel instanceof Http2StreamChannel stream ? stream.parent() : channel;
    }

    private static @Nullable Channel channelOf(ServerHttpRequest request) {
        return ServerHttpRequestDecorator.getNativeRequest(request) instanceof ChannelOperations<?, ?> operations
                ? operations.channel()
                : null;
    }
}
