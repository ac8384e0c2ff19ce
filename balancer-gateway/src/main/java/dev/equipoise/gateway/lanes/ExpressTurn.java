package dev.equipoise.gateway.lanes;

import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.policy.PickRequest;
import dev.equipoise.gateway.balancing.HashOn;
import dev.equipoise.gateway.clients.ClientGate;
import dev.equipoise.gateway.forward.Client;
import dev.equipoise.gateway.forward.Exchange;
import dev.equipoise.gateway.forward.Forwarder;
import dev.equipoise.gateway.forward.Heads;
import dev.equipoise.gateway.forward.Order;
import dev.equipoise.gateway.forward.Service;
import dev.equipoise.gateway.forward.Unanswered;
import dev.equipoise.gateway.problem.Problem;
import dev.equipoise.gateway.problem.Problems;
import dev.equipoise.gateway.tracing.RequestTrace;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A request in the express lane: the client of its exchange. On the event loop of its connection. */
final class ExpressTurn implements Client {

    private static final AsciiString FORWARDED_FOR = AsciiString.cached("x-forwarded-for");

    private final Front front;
    private final ExpressLane connection;
    private final RouteEntry route;
    private final RequestLine line;
    private final HttpMethod method;
    private final boolean oldClient;
    private final boolean keepsOpen;
    private final Order.Body body;
    private final RequestTrace trace;
    private final Exchange exchange;
    private final long startedAt;
    private final @Nullable List<String> forwardedFor;
    private long headAt;
    private long bytes;
    private int status;
    private boolean closes;
    private boolean endsWithConnection;
    private boolean waits;
    /** Whether the client sends its body once it is told to. */
    private boolean waitsForWord;

    ExpressTurn(Front front, ExpressLane connection, RouteEntry route, RequestLine line, HttpRequest head) {
        Forwarder.Loop loop = connection.loop();
        this.front = front;
        this.connection = connection;
        this.route = route;
        this.line = line;
        this.method = head.method();
        this.oldClient = !HttpVersion.HTTP_1_1.equals(head.protocolVersion());
        this.keepsOpen = HttpUtil.isKeepAlive(head);
        this.startedAt = loop.nanoTime();
        this.forwardedFor = front.gate() != null && head.headers().contains(FORWARDED_FOR)
                ? head.headers().getAll(FORWARDED_FOR)
                : null;
        this.body = bodyOf(head);
        this.waitsForWord = hasBody() && HttpUtil.is100ContinueExpected(head);
        this.trace = front.tracing()
                .begin(
                        head,
                        line.path(),
                        connection.hop().peerText(),
                        connection.hop().secure());
        this.exchange = loop.exchange(order(head), this);
    }

    private Order order(HttpRequest head) {
        Service service = Objects.requireNonNull(route.service());
        boolean upgrade = !hasBody() && !oldClient && asksForAnotherProtocol(head);
        HashOn hashOn = service.balancer().hashOn();
        PickRequest pick = new PickRequest(
                hashOn.keyOf(
                        new AskedOfHead(head.headers(), line, connection.hop().peerText())),
                "",
                List.of(),
                front.forwarder().trace(),
                Heads.changesNothing(method) && !hasBody());
        String asked = route.edits().isEmpty() ? line.path() : line.legalPath();
        String path = edit(head, asked);
        front.forwarded().tell(head.headers(), head.headers()::getAll, line.host(), connection.hop(), asked, path);
        head.headers().remove(HttpHeaderNames.EXPECT);
        Heads.forWorker(head, upgrade);
        return new Order(service, head, pick, body, upgrade, false, trace);
    }

    private static Order.Body bodyOf(HttpRequest head) {
        if (HttpUtil.isTransferEncodingChunked(head)) {
            return Order.Body.STREAMED;
        }
        if (HttpUtil.getContentLength(head, 0L) == 0) {
            return Order.Body.NONE;
        }
        return HttpUtil.is100ContinueExpected(head) ? Order.Body.STREAMED : Order.Body.DECLARED;
    }

    private static boolean asksForAnotherProtocol(HttpRequest head) {
        String protocol = head.headers().get(HttpHeaderNames.UPGRADE);
        return protocol != null
                && !protocol.regionMatches(true, 0, "h2c", 0, 3)
                && head.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true);
    }

    /** @return the path the worker gets */
    private String edit(HttpRequest head, String asked) {
        String path = asked;
        for (Edit edit : route.edits()) {
            path = edit.path(path);
            edit.request(head.headers());
        }
        if (!path.equals(asked) && !line.isAsterisk()) {
            head.setUri(path + line.query());
        }
        return path;
    }

    void start() {
        ClientGate gate = front.gate();
        if (gate != null) {
            ClientGate.Verdict verdict = gate.judge(connection.hop().peer(), this::headerLines);
            if (verdict.refusal() != null) {
                refused(Problems.of(verdict.refusal()));
                return;
            }
            if (verdict.waits()) {
                waits = true;
                connection.outlet().later(ClientGate.DELAY, () -> waited(gate));
                return;
            }
        }
        exchange.start();
    }

    private void waited(ClientGate gate) {
        if (waits) {
            waits = false;
            gate.waited();
            exchange.start();
        }
    }

    private void refused(Problem problem) {
        exchange.clientGone();
        answer(problem);
    }

    /** Only of the header the gate asks for. */
    private List<String> headerLines(String name) {
        return forwardedFor == null ? List.of() : forwardedFor;
    }

    // What the connection tells.

    void part(HttpContent part) {
        waitsForWord = false;
        exchange.part(part);
    }

    void partsEnd() {
        exchange.partsEnd();
    }

    void writable() {
        exchange.clientWritable();
    }

    /** The client went away, or what it sends is no HTTP any more. */
    void gone() {
        if (waits && front.gate() != null) {
            waits = false;
            front.gate().waited();
        }
        exchange.clientGone();
    }

    boolean hasBody() {
        return body != Order.Body.NONE;
    }

    boolean hasBegun() {
        return status != 0;
    }

    // What the exchange tells.

    @Override
    public boolean isWritable() {
        return connection.outlet().isWritable();
    }

    @Override
    public void informational(HttpResponse head) {
        if (InformationalResponse.isFor(oldClient, head)) {
            connection.outlet().writeInformational(head);
        }
    }

    @Override
    public void head(HttpResponse head) {
        status = head.status().code();
        headAt = connection.now();
        for (int i = route.edits().size() - 1; i >= 0; i--) {
            route.edits().get(i).response(head.headers());
        }
        Worker worker = exchange.worker();
        if (front.exposeWorker() && worker != null) {
            head.headers().set(Heads.WORKER, worker.id());
        }
        closes = !keepsOpen || !exchange.isRequestComplete() || front.drain().isDraining();
        if (oldClient) {
            forOldClient(head);
        }
        if (closes) {
            head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        watched();
        connection.outlet().write(head);
    }

    /** HTTP/1.0 knows no chunks, and keeps a connection open only where both sides say so. */
    private void forOldClient(HttpResponse head) {
        if (HttpUtil.isTransferEncodingChunked(head)) {
            head.headers().remove(HttpHeaderNames.TRANSFER_ENCODING);
            endsWithConnection = true;
            closes = true;
        } else if (!closes) {
            head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
    }

    private void watched() {
        ClientGate gate = front.gate();
        if (gate != null) {
            gate.answered(status, line.path(), route.named(), connection.hop().peer(), this::headerLines);
        }
    }

    @Override
    public void part(HttpContent part, boolean last) {
        bytes += part.content().readableBytes();
        if (last && closes) {
            connection.outlet().writeLast(part);
        } else {
            connection.outlet().write(part);
        }
    }

    @Override
    public void flush() {
        connection.outlet().flush();
    }

    @Override
    public void demand() {
        if (waitsForWord) {
            waitsForWord = false;
            connection
                    .outlet()
                    .writeInformational(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
        connection.intake().readMore();
    }

    @Override
    public void answered() {
        connection.outlet().flush();
        connection.ended(ended(Ended.End.COMPLETE), closes);
    }

    @Override
    public void brokenOff() {
        connection.ended(ended(Ended.End.BROKEN_OFF), true);
        connection.outlet().breakOff(endsWithConnection);
    }

    @Override
    public void unanswered(Unanswered why, long retryAfterSeconds) {
        answer(Problems.of(why, retryAfterSeconds));
    }

    void answer(Problem problem) {
        status = problem.status();
        headAt = connection.now();
        closes = !keepsOpen || connection.intake().isOpen() || front.drain().isDraining();
        watched();
        bytes = connection.outlet().writeProblem(problem, closes, oldClient && keepsOpen);
        connection.ended(ended(Ended.End.COMPLETE), closes);
    }

    @Override
    public void switched(HttpResponse head, Channel worker) {
        status = head.status().code();
        headAt = connection.now();
        connection.tunnel(head, worker, this);
    }

    void tunnelClosed() {
        exchange.tunnelClosed();
        front.log(ended(Ended.End.TUNNEL_CLOSED));
    }

    /** The id of the worker who has it, or had it last; null if nobody had. */
    @Nullable
    String worker() {
        Worker worker = exchange.worker();
        return worker == null ? null : worker.id();
    }

    Ended ended(Ended.End end) {
        return new Ended(
                method.asciiName(),
                line.path(),
                status,
                end,
                bytes,
                connection.now() - startedAt,
                headAt == 0 ? 0 : headAt - startedAt,
                Lane.EXPRESS,
                route,
                worker(),
                exchange.tries(),
                connection.hop().peerText(),
                trace);
    }
}
