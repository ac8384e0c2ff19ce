package dev.equipoise.console.action;

import dev.equipoise.console.ask.Answer;
import org.springframework.http.HttpStatus;

/** A service refused, or was not there. */
final class NotDoneException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final HttpStatus status;

    private NotDoneException(HttpStatus status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** A refusal because of what was asked is passed on; that the services do not believe us is no fault of the asker. */
    static NotDoneException because(Answer answer) {
        return new NotDoneException(status(answer.status()), answer.complaint());
    }

    private static HttpStatus status(int theirs) {
        HttpStatus known = HttpStatus.resolve(theirs);
        if (known == null
                || !known.is4xxClientError()
                || known == HttpStatus.UNAUTHORIZED
                || known == HttpStatus.FORBIDDEN) {
            return HttpStatus.BAD_GATEWAY;
        }
        return known;
    }

    HttpStatus status() {
        return status;
    }
}
