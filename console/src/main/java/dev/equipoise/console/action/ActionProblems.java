package dev.equipoise.console.action;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Why an action was not done, as problem details. */
@RestControllerAdvice(basePackageClasses = ActionsController.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class ActionProblems {

    @ExceptionHandler
    ProblemDetail notDone(NotDoneException e) {
        return ProblemDetail.forStatusAndDetail(e.status(), String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ProblemDetail notAName(IllegalArgumentException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
    }
}
