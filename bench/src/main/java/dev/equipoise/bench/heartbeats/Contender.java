package dev.equipoise.bench.heartbeats;

import dev.equipoise.bench.http.Answer;
import dev.equipoise.bench.http.Message;
import dev.equipoise.bench.suite.Service;
import java.time.Duration;

/** Somebody with whom instances register, and then say again and again that they live. Messages: for one thread. */
interface Contender extends AutoCloseable {

    String title();

    /** What instances talk to. */
    Service service();

    Message registration(int instance);

    /** @throws IllegalArgumentException if that is not the answer to a registration */
    void registered(int instance, Answer answer);

    Message heartbeat(int instance);

    /** Whether the heartbeat was taken. */
    boolean taken(Answer answer);

    /** Processor time so far of the store behind the service; zero without one. */
    Duration storeCpu();

    @Override
    void close();
}
