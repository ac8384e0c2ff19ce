package dev.equipoise.gateway.routing;

import dev.equipoise.core.membership.Worker;
import dev.equipoise.gateway.forward.CarriedRequest;
import dev.equipoise.gateway.forward.Client;
import dev.equipoise.gateway.forward.ClientConnection;
import dev.equipoise.gateway.forward.Exchange;
import dev.equipoise.gateway.forward.Forwarder;
import dev.equipoise.gateway.forward.Order;
import dev.equipoise.gateway.forward.Unanswered;
import dev.equipoise.gateway.forward.UnansweredException;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.MonoSink;

/**
 * One request of Spring's lane at the forwarder: the client of its exchange. What the exchange tells happens on the event loop of the client's
 * connection; what the framework asks for comes from any thread and is handed over to that.
 */
final class Forwarded implements Client {

    static final String ATTRIBUTE = Forwarded.class.getName();

    private static final String GRPC_STATUS = "grpc-status";
    private static final Set<String> OF_THE_HEAD =
            Set.of("content-type", "content-length", "transfer-encoding", "date", "server");

    private final ServerWebExchange web;
    private final Channel channel;
    private final List<HttpHeadersFilter> filters;
    private final MonoSink<Void> head;
    private final AnswerBody answer;
    private @Nullable Exchange exchange;
    private @Nullable RequestBody request;
    private final io.netty.handler.codec.http.HttpHeaders trailers = new DefaultHttpHeaders();

    Forwarded(ServerWebExchange web, Channel channel, List<HttpHeadersFilter> filters, MonoSink<Void> head) {
        this.web = web;
        this.channel = channel;
        this.filters = filters;
        this.head = head;
        this.answer = new AnswerBody(channel.eventLoop(), this::answerWanted, this::gone);
    }

    void start(Forwarder.Loop loop, Order order) {
        head.onCancel(this::abandon);
        onLoop(() -> {
            Exchange begun = loop.exchange(order, this);
            exchange = begun;
            request = new RequestBody(
                    channel.eventLoop(), web.getRequest().getBody(), begun, head::error, this::requestTrailers);
            CarriedRequest watched = CarriedRequest.of(channel);
            if (watched != null) {
                watched.carriedBy(begun);
            }
            begun.start();
        });
    }

    /** The framework has no way to pass them on. */
    private io.netty.handler.codec.http.HttpHeaders requestTrailers() {
        ClientConnection connection = ClientConnection.of(channel);
        return connection == null ? EmptyHttpHeaders.INSTANCE : connection.trailers();
    }

    /** Nobody wants the answer any more. */
    void abandon() {
        onLoop(this::gone);
    }

    private void gone() {
        if (exchange != null) {
            exchange.clientGone();
        }
        if (request != null) {
            request.cancel();
        }
        answer.drop();
    }

    private void answerWanted() {
        if (exchange != null) {
            exchange.clientWritable();
        }
    }

    private void onLoop(Runnable what) {
        if (channel.eventLoop().inEventLoop()) {
            what.run();
        } else {
            channel.eventLoop().execute(what);
        }
    }

    /** The body of the answer; to be subscribed to once. */
    Flux<DataBuffer> body() {
        return answer;
    }

    /** Who answered; null if nobody did. */
    @Nullable
    Worker worker() {
        return exchange == null ? null : exchange.worker();
    }

    @Override
    public boolean isWritable() {
        return answer.isWanted();
    }

    @Override
    public void informational(HttpResponse informational) {
        // The framework has no way to pass it on.
        ClientConnection connection = ClientConnection.of(channel);
        if (connection != null) {
            connection.informational(informational);
        }
    }

    @Override
    public void head(HttpResponse received) {
        ServerHttpResponse response = web.getResponse();
        HttpHeaders headers = new HttpHeaders();
        received.headers().forEach(header -> headers.add(header.getKey(), header.getValue()));
        endOfGrpc(headers);
        String type = headers.getFirst(HttpHeaders.CONTENT_TYPE);
        if (type != null && !type.isEmpty()) {
            web.getAttributes().put(ServerWebExchangeUtils.ORIGINAL_RESPONSE_CONTENT_TYPE_ATTR, type);
        }
        response.setRawStatusCode(received.status().code());
        HttpHeaders filtered = HttpHeadersFilter.filter(filters, headers, web, HttpHeadersFilter.Type.RESPONSE);
        if (filtered.getFirst(HttpHeaders.CONTENT_LENGTH) != null) {
            // The server frames its answers itself, and takes chunks unless it is told otherwise.
            response.getHeaders().remove(HttpHeaders.TRANSFER_ENCODING);
        }
        web.getAttributes().put(ServerWebExchangeUtils.CLIENT_RESPONSE_HEADER_NAMES, filtered.headerNames());
        filtered.forEach((name, values) -> {
            if (!name.equalsIgnoreCase(HttpHeaders.TRANSFER_ENCODING)) {
                response.getHeaders().addAll(name, values);
            }
        });
        head.success();
    }

    /** An answer of gRPC that has no message says in its head how it ends; where a body follows, be it empty, its end must say so. */
    private void endOfGrpc(HttpHeaders headers) {
        if (!headers.containsHeader(GRPC_STATUS)) {
            return;
        }
        for (String name : List.copyOf(headers.headerNames())) {
            if (!OF_THE_HEAD.contains(name.toLowerCase(Locale.ROOT))) {
                trailers.add(name, headers.getOrEmpty(name));
                headers.remove(name);
            }
        }
    }

    @Override
    public void part(HttpContent part, boolean last) {
        if (part instanceof LastHttpContent end) {
            trailers.add(end.trailingHeaders());
            if (!trailers.isEmpty()) {
                TrailersOnce.put(channel, trailers);
            }
        }
        answer.add(part.content());
    }

    @Override
    public void flush() {
        // What is written is flushed by who writes it.
    }

    @Override
    public void demand() {
        Objects.requireNonNull(request).demand();
    }

    @Override
    public void answered() {
        stopSending();
        answer.complete();
    }

    @Override
    public void brokenOff() {
        stopSending();
        answer.fail(new UnansweredException(Unanswered.BROKEN));
        // The framework would leave the client waiting for the rest.
        channel.close();
    }

    @Override
    public void unanswered(Unanswered why, long retryAfterSeconds) {
        stopSending();
        head.error(new UnansweredException(why, retryAfterSeconds));
    }

    @Override
    public void switched(HttpResponse received, Channel worker) {
        ClientConnection connection = ClientConnection.of(channel);
        if (connection == null) {
            worker.close();
            head.error(new UnansweredException(Unanswered.UNUSABLE));
            return;
        }
        connection.takeOver(received, worker, () -> {
            if (exchange != null) {
                exchange.tunnelClosed();
            }
            head.success();
        });
    }

    private void stopSending() {
        if (request != null) {
            request.cancel();
        }
    }
}
