package dev.equipoise.starter.load;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/** Counts the requests of a servlet application, asynchronous ones until they complete. */
public final class TrafficFilter implements Filter {

    private final Traffic traffic;
    private final String uncounted;

    /** @param uncounted path of the probes, below the context path; they would keep a draining worker from falling quiet */
    public TrafficFilter(Traffic traffic, String uncounted) {
        this.traffic = traffic;
        this.uncounted = uncounted;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest http
                && UncountedPath.matches(uncounted, http.getRequestURI(), http.getContextPath())) {
            chain.doFilter(request, response);
            return;
        }
        traffic.arrived();
        boolean goesOn = false;
        try {
            chain.doFilter(request, response);
            goesOn = request.isAsyncStarted() && finishesLater(request);
        } finally {
            if (!goesOn) {
                traffic.finished();
            }
        }
    }

    private boolean finishesLater(ServletRequest request) {
        try {
            request.getAsyncContext().addListener(new Finish());
            return true;
        } catch (IllegalStateException e) {
            // It completed on its own thread between the question and the listener.
            return false;
        }
    }

    private final class Finish implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) {
            traffic.finished();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // onComplete follows.
        }

        @Override
        public void onError(AsyncEvent event) {
            // onComplete follows.
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // A new cycle drops its listeners; without this the request would count for ever.
            event.getAsyncContext().addListener(this);
        }
    }
}
