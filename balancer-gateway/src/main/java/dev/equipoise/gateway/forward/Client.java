package dev.equipoise.gateway.forward;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;

/**
 * The side of an exchange that asked. All methods are called on the event loop of the exchange; what they are given is theirs
 * to release. After {@link #answered}, {@link #brokenOff}, {@link #unanswered} or {@link #switched} nothing more comes.
 */
public interface Client {

    /** Whether it takes more of the answer at the moment; when it does again, it says {@link Exchange#clientWritable}. */
    boolean isWritable();

    /** A 1xx other than 101. Any number may come before the answer. */
    void informational(HttpResponse head);

    /** The head of the answer, without what concerns the worker's connection alone. */
    void head(HttpResponse head);

    /** A part of the answer's body; the last one is a {@code LastHttpContent}. */
    void part(HttpContent part, boolean last);

    /** For now that was all. */
    void flush();

    /** The worker takes more of the request's body. */
    void demand();

    /** The answer is complete. */
    void answered();

    /** The answer has begun and its end will never come. It must not look complete to anybody. */
    void brokenOff();

    /**
     * There will be no answer of a worker.
     *
     * @param retryAfterSeconds when asking again makes sense, if ever; at least 1
     */
    void unanswered(Unanswered why, long retryAfterSeconds);

    /**
     * From here on both speak another protocol (101). {@code worker} belongs to the client from now on; when it is closed,
     * {@link Exchange#tunnelClosed} wants to know.
     */
    void switched(HttpResponse head, Channel worker);
}
