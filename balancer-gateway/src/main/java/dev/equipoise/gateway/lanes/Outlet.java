package dev.equipoise.gateway.lanes;

import dev.equipoise.gateway.problem.Problem;
import dev.equipoise.gateway.problem.Problems;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The way of the express lane's answers to the client, past the web framework, and how the connection ends behind the last one. */
final class Outlet {

    private final ChannelHandlerContext context;
    private final Problems problems;
    private final BooleanSupplier clientSends;
    private @Nullable Farewell farewell;

    /**
     * @param context of the front: what is written here begins its way there
     * @param clientSends whether the body of the current request is still coming
     */
    Outlet(ChannelHandlerContext context, Problems problems, BooleanSupplier clientSends) {
        this.context = context;
        this.problems = problems;
        this.clientSends = clientSends;
    }

    boolean isWritable() {
        return context.channel().isWritable();
    }

    void write(HttpObject part) {
        context.write(part, context.voidPromise());
    }

    /** After this part the connection ends. */
    void writeLast(HttpObject part) {
        context.write(part).addListener(done -> farewell().said());
    }

    void writeInformational(HttpResponse head) {
        InformationalResponse.write(context.pipeline(), head);
    }

    void later(Duration delay, Runnable what) {
        var unused = context.executor().schedule(what, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    void flush() {
        context.flush();
    }

    /** @return the length of the body */
    long writeProblem(Problem problem, boolean closes, boolean saysKeepAlive) {
        FullHttpResponse answer = ProblemAnswer.of(problem, problems, closes, saysKeepAlive);
        long length = answer.content().readableBytes();
        if (closes) {
            writeLast(answer);
        } else {
            write(answer);
        }
        flush();
        return length;
    }

    /**
     * The answer must not look complete: the connection ends here.
     *
     * @param reset where the end of the connection would be taken for the end of the answer
     */
    void breakOff(boolean reset) {
        Channel channel = context.channel();
        if (reset) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        } else {
            flush();
        }
        channel.close();
    }

    /** Something more came after the last answer. */
    void discard(HttpObject message) {
        long size = message instanceof HttpContent part ? part.content().readableBytes() : 0;
        boolean last = message instanceof LastHttpContent;
        ReferenceCountUtil.release(message);
        farewell().discarded(size, last);
    }

    private Farewell farewell() {
        Farewell known = farewell;
        if (known == null) {
            known = new Farewell(context.channel(), clientSends.getAsBoolean());
            farewell = known;
        }
        return known;
    }
}
