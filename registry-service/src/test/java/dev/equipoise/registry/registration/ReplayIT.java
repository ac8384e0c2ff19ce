package dev.equipoise.registry.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.redis.RedisForTests;
import dev.equipoise.registry.RawConnection;
import dev.equipoise.registry.RegistryForTests;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** R13: of one message at most one copy is accepted, wherever and whenever the others arrive. */
class ReplayIT {

    private static final String[] QUIET = {"--equipoise.registry.sweep-interval=1h"};

    @TempDir
    Path directory;

    private final RedisForTests redis = new RedisForTests();
    private RegistryForTests one;
    private RegistryForTests two;

    @BeforeEach
    void start() throws Exception {
        one = new RegistryForTests(redis, directory, QUIET);
        two = new RegistryForTests(redis, directory, QUIET);
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
        redis.close();
    }

    @Test
    void copiesThatArriveAtOnceAtTwoRegistries() throws Exception {
        int messages = 50;
        int copies = 8;
        ExecutorService threads = Executors.newFixedThreadPool(copies);
        CyclicBarrier start = new CyclicBarrier(copies);
        List<Message> sent = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            sent.add(register("demo-" + i));
        }
        try {
            List<Future<int[]>> all = new ArrayList<>();
            for (int copy = 0; copy < copies; copy++) {
                RegistryForTests registry = copy % 2 == 0 ? one : two;
                all.add(threads.submit(() -> {
                    int[] accepted = new int[messages];
                    try (RawConnection connection = registry.connect()) {
                        for (int i = 0; i < messages; i++) {
                            start.await();
                            RawConnection.Answer answer = sent.get(i).send(connection);
                            accepted[i] = accepted(answer);
                        }
                    }
                    return accepted;
                }));
            }
            int[] accepted = new int[messages];
            for (Future<int[]> copy : all) {
                int[] part = copy.get();
                for (int i = 0; i < messages; i++) {
                    accepted[i] += part[i];
                }
            }
            assertThat(accepted).containsOnly(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aCopyThatArrivesAfterTheRegistryStartedAnew() throws Exception {
        Message message = register("demo-1");
        try (RawConnection connection = one.connect()) {
            assertThat(accepted(message.send(connection))).isEqualTo(1);
            assertThat(accepted(message.send(connection))).isZero();
        }
        one.close();
        one = new RegistryForTests(redis, directory, QUIET);

        try (RawConnection connection = one.connect();
                RawConnection other = two.connect()) {
            assertThat(accepted(message.send(connection))).isZero();
            assertThat(accepted(message.send(other))).isZero();
        }
    }

    /** Whenever within a second the store is lost: the new one is born in the second in which the message was signed. */
    @Test
    void copiesThatArriveAfterRedisLostItsMemory() throws Exception {
        try (RawConnection connection = one.connect();
                RawConnection other = two.connect()) {
            for (int round = 0; round < 10; round++) {
                List<Message> messages = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    Message message = register("demo-" + i);
                    messages.add(message);
                    assertThat(accepted(message.send(connection)))
                            .as("round %d", round)
                            .isEqualTo(1);
                }

                redis.flush();
                for (Message message : messages) {
                    assertThat(accepted(message.send(other)))
                            .as("round %d", round)
                            .isZero();
                    assertThat(accepted(message.send(connection)))
                            .as("round %d", round)
                            .isZero();
                }

                one.awaitStore();
                for (Message message : messages) {
                    assertThat(accepted(message.send(other)))
                            .as("round %d", round)
                            .isZero();
                }
            }
        }
    }

    private Message register(String id) {
        return Message.signed(one.demo, "POST", ForgeryCorpus.REGISTER, ForgeryCorpus.body(id));
    }

    private static int accepted(RawConnection.Answer answer) {
        if (answer.status() != 201) {
            assertThat(answer.status()).as(answer.body()).isEqualTo(401);
            assertThat(answer.body()).containsAnyOf("replayed", "older-than-store");
        }
        return answer.status() == 201 ? 1 : 0;
    }
}
