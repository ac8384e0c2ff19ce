package dev.equipoise.gateway.lanes;

import dev.equipoise.gateway.problem.Problem;
import dev.equipoise.gateway.problem.Problems;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/** A problem as an answer. */
final class ProblemAnswer {

    private ProblemAnswer() {}

    static FullHttpResponse of(Problem problem, Problems problems, boolean closes, boolean saysKeepAlive) {
        byte[] body = problems.bytes(problem);
        FullHttpResponse answer = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(problem.status()), Unpooled.wrappedBuffer(body));
        HttpHeaders headers = answer.headers();
        headers.set(HttpHeaderNames.CONTENT_TYPE, Problem.CONTENT_TYPE);
        headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        problems.headers().forEach(headers::set);
        if (problem.retryAfterSeconds() > 0) {
            headers.set(HttpHeaderNames.RETRY_AFTER, problem.retryAfterSeconds());
        }
        if (closes) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (saysKeepAlive) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
        return answer;
    }
}
