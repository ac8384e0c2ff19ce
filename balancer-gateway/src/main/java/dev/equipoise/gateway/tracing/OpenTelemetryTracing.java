package dev.equipoise.gateway.tracing;

import dev.equipoise.core.membership.Worker;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A span of kind SERVER for each request and, below it, one of kind CLIENT for each try, by the semantic conventions of HTTP; what those have no name for
 * is called {@code equipoise.…}. Contexts are handed on, never bound to a thread.
 */
final class OpenTelemetryTracing implements Tracing, AutoCloseable {

    private static final int END_SECONDS = 5;
    /** Names of spans are labels: what clients make up is none. */
    private static final Set<HttpMethod> KNOWN = Set.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.POST,
            HttpMethod.PUT,
            HttpMethod.DELETE,
            HttpMethod.PATCH,
            HttpMethod.OPTIONS,
            HttpMethod.TRACE,
            HttpMethod.CONNECT);

    private static final TextMapPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final String TRACE_STATE = "tracestate";
    private static final TextMapSetter<HttpHeaders> SETTER = (headers, name, value) -> {
        if (headers != null) {
            headers.set(name, value);
        }
    };
    private static final TextMapGetter<HttpHeaders> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(HttpHeaders headers) {
            return headers.names();
        }

        @Override
        public @Nullable String get(@Nullable HttpHeaders headers, String name) {
            return headers == null ? null : headers.get(name);
        }
    };

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    OpenTelemetryTracing(SdkTracerProvider provider) {
        this.provider = provider;
        this.tracer = provider.get("dev.equipoise.gateway");
    }

    /** Sends what waits still. */
    @Override
    public void close() {
        provider.shutdown().join(END_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public RequestTrace begin(HttpRequest head, String path, @Nullable String client, boolean secure) {
        String method = KNOWN.contains(head.method()) ? head.method().name() : "_OTHER";
        Context of = W3C.extract(Context.root(), head.headers(), GETTER);
        Span span = tracer.spanBuilder(method)
                .setParent(of)
                .setSpanKind(SpanKind.SERVER)
                .setAttribute("http.request.method", method)
                .setAttribute("url.path", path)
                .setAttribute("url.scheme", secure ? "https" : "http")
                .setAttribute("network.protocol.version", version(head))
                .startSpan();
        if (client != null) {
            span.setAttribute("client.address", client);
        }
        return new Whole(method, span, of.with(span));
    }

    private static String version(HttpRequest head) {
        return head.protocolVersion().majorVersion() + "."
                + head.protocolVersion().minorVersion();
    }

    /** A state of the client's trace that does not belong to this one is not passed on. */
    private static void enter(Context context, HttpHeaders headers) {
        headers.remove(TRACE_STATE);
        W3C.inject(context, headers, SETTER);
    }

    private final class Whole implements RequestTrace {

        private final String method;
        private final Span span;
        private final Context context;

        Whole(String method, Span span, Context context) {
            this.method = method;
            this.span = span;
            this.context = context;
        }

        @Override
        public void enter(HttpHeaders headers) {
            OpenTelemetryTracing.enter(context, headers);
        }

        @Override
        public TryTrace tryAt(Worker worker, int number) {
            Span part = tracer.spanBuilder(method)
                    .setParent(context)
                    .setSpanKind(SpanKind.CLIENT)
                    .setAttribute("http.request.method", method)
                    .setAttribute("server.address", String.valueOf(worker.uri().getHost()))
                    .setAttribute("server.port", worker.uri().getPort())
                    .setAttribute("equipoise.worker", worker.id())
                    .startSpan();
            if (number > 1) {
                part.setAttribute("http.request.resend_count", number - 1);
            }
            return new Part(part, context.with(part));
        }

        @Override
        public void ended(Told told) {
            if (told.route() != null) {
                span.updateName(method + " " + told.route());
                span.setAttribute("equipoise.route", told.route());
            }
            span.setAttribute("equipoise.lane", told.lane());
            span.setAttribute("equipoise.tries", told.tries());
            put("equipoise.service", told.service());
            put("equipoise.policy", told.policy());
            put("equipoise.worker", told.worker());
            if (told.status() > 0) {
                span.setAttribute("http.response.status_code", told.status());
            }
            if (told.status() >= 500 || !told.complete()) {
                span.setAttribute("error.type", told.complete() ? String.valueOf(told.status()) : "incomplete");
                span.setStatus(StatusCode.ERROR);
            }
            span.end();
        }

        private void put(String name, @Nullable String value) {
            if (value != null) {
                span.setAttribute(name, value);
            }
        }
    }

    private static final class Part implements TryTrace {

        private final Span span;
        private final Context context;
        private boolean said;
        private boolean over;

        Part(Span span, Context context) {
            this.span = span;
            this.context = context;
        }

        @Override
        public void enter(HttpHeaders headers) {
            OpenTelemetryTracing.enter(context, headers);
        }

        @Override
        public void answered(int status) {
            said = true;
            span.setAttribute("http.response.status_code", status);
            if (status >= 400) {
                span.setAttribute("error.type", String.valueOf(status));
                span.setStatus(StatusCode.ERROR);
            }
        }

        @Override
        public void failed(String how) {
            said = true;
            span.setAttribute("error.type", how);
            span.setStatus(StatusCode.ERROR);
        }

        @Override
        public void ended() {
            if (!over) {
                over = true;
                if (!said) {
                    span.setAttribute("equipoise.given_up", true);
                }
                span.end();
            }
        }
    }
}
