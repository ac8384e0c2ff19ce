package dev.equipoise.gateway.problem;

import dev.equipoise.gateway.InvalidSettingException;
import dev.equipoise.gateway.balancing.UnknownPolicyException;
import dev.equipoise.gateway.balancing.UnknownServiceException;
import dev.equipoise.gateway.clients.ClientRefusedException;
import dev.equipoise.gateway.forward.UnansweredException;
import dev.equipoise.gateway.operator.OperatorOnlyException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;

/** Every error the gateway itself answers, as problem details without internals. Before Boot's own handler. */
@Component
@Order(-2)
class ProblemHandler implements WebExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);
    private static final long RETRY_SECONDS = 1;

    private final Problems problems;

    ProblemHandler(Problems problems) {
        this.problems = problems;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted()) {
            return Mono.error(error);
        }
        Problem known = error instanceof ErrorResponse spring ? ofSpring(spring) : problem(exchange, error);
        // What a worker began to say, its content length above all, does not belong to our answer.
        response.getHeaders().clear();
        response.setRawStatusCode(known.status());
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        problems.headers().forEach(response.getHeaders()::set);
        if (known.retryAfterSeconds() > 0) {
            response.getHeaders().set(HttpHeaders.RETRY_AFTER, String.valueOf(known.retryAfterSeconds()));
        }
        if (error instanceof OperatorOnlyException) {
            response.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        DataBuffer body = response.bufferFactory().wrap(problems.bytes(known));
        return response.writeWith(Mono.just(body));
    }

    private static Problem ofSpring(ErrorResponse error) {
        int status = error.getStatusCode().value();
        return status == HttpStatus.GATEWAY_TIMEOUT.value()
                ? Problem.workerTimeout()
                : new Problem(status, null, "", status == HttpStatus.SERVICE_UNAVAILABLE.value() ? RETRY_SECONDS : 0);
    }

    private static Problem problem(ServerWebExchange exchange, Throwable error) {
        if (error instanceof UnansweredException unanswered) {
            return Problems.of(unanswered.why(), unanswered.retryAfterSeconds());
        }
        if (error instanceof OperatorOnlyException) {
            return new Problem(401, "operator-only", String.valueOf(error.getMessage()), 0);
        }
        if (error instanceof ClientRefusedException refused) {
            return Problems.of(refused);
        }
        if (error instanceof InvalidSettingException) {
            return new Problem(400, "invalid-setting", String.valueOf(error.getMessage()), 0);
        }
        if (error instanceof UnknownServiceException) {
            return new Problem(404, "unknown-service", String.valueOf(error.getMessage()), 0);
        }
        if (error instanceof UnknownPolicyException) {
            return new Problem(400, "unknown-policy", String.valueOf(error.getMessage()), 0);
        }
        if (error instanceof IOException
                || error.getCause() instanceof IOException
                || error instanceof AbortedException) {
            log.warn(
                    "{} {}: the worker failed: {}",
                    exchange.getRequest().getMethod(),
                    path(exchange),
                    error.toString());
            return Problem.workerFailed();
        }
        log.error("{} {} failed", exchange.getRequest().getMethod(), path(exchange), error);
        return Problem.internal();
    }

    private static String path(ServerWebExchange exchange) {
        return exchange.getRequest().getURI().getRawPath();
    }
}
