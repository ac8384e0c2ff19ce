package dev.equipoise.worker;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Every error as problem details (RFC 9457), with a type per status and never a stack trace. */
@RestControllerAdvice
final class WorkerProblems extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(WorkerProblems.class);

    @ExceptionHandler(Exception.class)
    ResponseEntity<ProblemDetail> unexpected(Exception fault) {
        log.error("A request failed", fault);
        return answer(HttpStatus.INTERNAL_SERVER_ERROR, "The worker failed to answer; its log says why.");
    }

    /** The body broke off, most often because the client is gone: nothing of ours, so no noise. */
    @ExceptionHandler(IOException.class)
    ResponseEntity<ProblemDetail> brokenOff(IOException fault) {
        log.debug("A request broke off", fault);
        return answer(HttpStatus.BAD_REQUEST, "The request could not be read to its end.");
    }

    static ResponseEntity<ProblemDetail> answer(HttpStatusCode status, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(type(status));
        return ResponseEntity.status(status).body(problem);
    }

    @Override
    protected ResponseEntity<Object> createResponseEntity(
            @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (body instanceof ProblemDetail problem) {
            problem.setType(type(status));
        }
        return super.createResponseEntity(body, headers, status, request);
    }

    private static URI type(HttpStatusCode status) {
        HttpStatus known = HttpStatus.resolve(status.value());
        String slug = known == null
                ? "status-" + status.value()
                : known.getReasonPhrase().toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-");
        return URI.create("https://equipoise.dev/problems/" + slug);
    }
}
