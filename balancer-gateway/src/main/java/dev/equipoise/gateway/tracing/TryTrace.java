package dev.equipoise.gateway.tracing;

import io.netty.handler.codec.http.HttpHeaders;

/** The trace of a request at one worker. On its event loop. */
public interface TryTrace {

    /** Nobody looks. */
    TryTrace NONE = new TryTrace() {

        @Override
        public void enter(HttpHeaders headers) {}

        @Override
        public void answered(int status) {}

        @Override
        public void failed(String how) {}

        @Override
        public void ended() {}
    };

    /** The worker that gets these headers goes on with the trace. */
    void enter(HttpHeaders headers);

    /** The head of the answer has come. */
    void answered(int status);

    /** There was no answer, or no end of it. */
    void failed(String how);

    /** Nothing more comes of it; without an answer and a failure it was given up. Only the first time counts. */
    void ended();
}
