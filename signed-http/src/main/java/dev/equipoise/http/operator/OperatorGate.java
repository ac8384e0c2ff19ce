package dev.equipoise.http.operator;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Stands before every {@link OperatorOnly} method. It asks the method that was found, not the path: there is no spelling of
 * a path that finds the method and misses the gate.
 */
final class OperatorGate implements HandlerInterceptor {

    private final OperatorToken token;

    OperatorGate(OperatorToken token) {
        this.token = token;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method && method.hasMethodAnnotation(OperatorOnly.class)) {
            requireToken(request);
        }
        return true;
    }

    private void requireToken(HttpServletRequest request) {
        if (!token.isConfigured()) {
            throw new OperatorOnlyException(
                    false,
                    "This is for operators, and no token of theirs is known: " + token.property() + " is not set.");
        }
        if (!token.isShownBy(request.getHeader(HttpHeaders.AUTHORIZATION))) {
            throw new OperatorOnlyException(
                    true, "This is for operators: send Authorization: Bearer with their token.");
        }
    }
}
