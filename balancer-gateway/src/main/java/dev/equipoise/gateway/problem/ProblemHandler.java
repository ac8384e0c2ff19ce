package dev.equipoise.gateway.problem;

import dev.equipoise.gateway.balancing.UnknownPolicyException;
import dev.equipoise.gateway.balancing.UnknownServiceException;
import dev.equipoise.gateway.clients.ClientRefusedException;
import dev.equipoise.gateway.operator.OperatorOnlyException;
import dev.equipoise.gateway.routing.BrokenFramingException;
import dev.equipoise.gateway.routing.NoWorkerException;
import dev.equipoise.gateway.routing.WorkersBusyException;
import java.io.IOException;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;
import tools.jackson.databind.json.JsonMapper;

/** Every error the gateway itself answers, as problem details without internals. Before Boot's own handler. */
@Component
@Order(-2)
class ProblemHandler implements WebExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);
    private static final String TYPE = "https://equipoise.dev/problems/";
    private static final String RETRY_SECONDS = "1";

    private final JsonMapper json;

    ProblemHandler(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted()) {
            return Mono.error(error);
        }
        ProblemDetail problem = problem(exchange, error);
        // What a worker began to say, its content length above all, does not belong to our answer.
        response.getHeaders().clear();
        response.setRawStatusCode(problem.getStatus());
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (problem.getStatus() == HttpStatus.SERVICE_UNAVAILABLE.value()) {
            response.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        if (error instanceof ClientRefusedException refused && !refused.blocked()) {
            response.getHeaders().set(HttpHeaders.RETRY_AFTER, String.valueOf(refused.retryAfterSeconds()));
        }
        if (error instanceof OperatorOnlyException) {
            response.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        DataBuffer body = response.bufferFactory().wrap(json.writeValueAsBytes(problem));
        return response.writeWith(Mono.just(body));
    }

    private static ProblemDetail problem(ServerWebExchange exchange, Throwable error) {
        if (error instanceof NoWorkerException) {
            return problem(HttpStatus.SERVICE_UNAVAILABLE, "no-worker", String.valueOf(error.getMessage()));
        }
        if (error instanceof WorkersBusyException) {
            return problem(HttpStatus.SERVICE_UNAVAILABLE, "all-workers-busy", String.valueOf(error.getMessage()));
        }
        if (error instanceof OperatorOnlyException) {
            return problem(HttpStatus.UNAUTHORIZED, "operator-only", String.valueOf(error.getMessage()));
        }
        if (error instanceof ClientRefusedException refused) {
            return refused.blocked()
                    ? problem(HttpStatus.FORBIDDEN, "client-blocked", String.valueOf(error.getMessage()))
                    : problem(HttpStatus.TOO_MANY_REQUESTS, "client-limited", String.valueOf(error.getMessage()));
        }
        if (error instanceof UnknownServiceException) {
            return problem(HttpStatus.NOT_FOUND, "unknown-service", String.valueOf(error.getMessage()));
        }
        if (error instanceof UnknownPolicyException) {
            return problem(HttpStatus.BAD_REQUEST, "unknown-policy", String.valueOf(error.getMessage()));
        }
        if (error instanceof ErrorResponse known) {
            HttpStatusCode status = known.getStatusCode();
            ProblemDetail problem = ProblemDetail.forStatus(status);
            if (status.value() == HttpStatus.GATEWAY_TIMEOUT.value()) {
                problem.setType(URI.create(TYPE + "worker-timeout"));
                problem.setDetail("The worker did not answer in time.");
            }
            return problem;
        }
        if (error instanceof BrokenFramingException) {
            log.warn("{} {}: {}", exchange.getRequest().getMethod(), path(exchange), error.toString());
            return problem(HttpStatus.BAD_GATEWAY, "worker-failed", "The worker's answer breaks the framing of HTTP.");
        }
        if (error instanceof IOException
                || error.getCause() instanceof IOException
                || error instanceof AbortedException) {
            log.warn(
                    "{} {}: the worker failed: {}",
                    exchange.getRequest().getMethod(),
                    path(exchange),
                    error.toString());
            return problem(
                    HttpStatus.BAD_GATEWAY, "worker-failed", "The worker closed the connection without an answer.");
        }
        log.error("{} {} failed", exchange.getRequest().getMethod(), path(exchange), error);
        return problem(HttpStatus.INTERNAL_SERVER_ERROR, "internal-error", "The gateway failed to answer.");
    }

    private static String path(ServerWebExchange exchange) {
        return exchange.getRequest().getURI().getRawPath();
    }

    private static ProblemDetail problem(HttpStatus status, String slug, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create(TYPE + slug));
        return problem;
    }
}
