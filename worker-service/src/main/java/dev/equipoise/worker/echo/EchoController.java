package dev.equipoise.worker.echo;

import static org.springframework.web.bind.annotation.RequestMethod.DELETE;
import static org.springframework.web.bind.annotation.RequestMethod.GET;
import static org.springframework.web.bind.annotation.RequestMethod.HEAD;
import static org.springframework.web.bind.annotation.RequestMethod.OPTIONS;
import static org.springframework.web.bind.annotation.RequestMethod.PATCH;
import static org.springframework.web.bind.annotation.RequestMethod.POST;
import static org.springframework.web.bind.annotation.RequestMethod.PUT;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Answers with the request itself, to see what a proxy made of it. */
@RestController
final class EchoController {

    static final int MAX_BODY = 1024 * 1024;

    /** Reads the raw stream, because every converter would make something of the body that it was not. */
    @RequestMapping(
            path = {"/echo", "/echo/**"},
            // Named one by one: Spring answers OPTIONS itself where no mapping names it.
            method = {GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS},
            produces = MediaType.APPLICATION_JSON_VALUE)
    Echo echo(HttpServletRequest request) throws IOException {
        byte[] body = body(request);
        return new Echo(
                request.getMethod(),
                request.getRequestURI(),
                request.getQueryString(),
                headers(request),
                body.length,
                new String(body, StandardCharsets.UTF_8));
    }

    /** One byte more than allowed is read, to tell a body that just fits from one that does not. */
    private static byte[] body(HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() <= MAX_BODY) {
            byte[] body = request.getInputStream().readNBytes(MAX_BODY + 1);
            if (body.length <= MAX_BODY) {
                return body;
            }
        }
        throw new ResponseStatusException(
                HttpStatus.CONTENT_TOO_LARGE, "A body may have up to " + MAX_BODY + " bytes.");
    }

    private static Map<String, List<String>> headers(HttpServletRequest request) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.put(name, Collections.list(request.getHeaders(name)));
        }
        return headers;
    }
}
