package dev.equipoise.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.guard.WorkerLimit;
import dev.equipoise.core.load.Call;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.policy.PickRequest;
import dev.equipoise.gateway.balancing.Picked;
import dev.equipoise.gateway.forward.ExchangeRig.Sent;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers at their limit, and the requests that wait for one to have room. */
class QueueTest {

    private static final Duration LONGEST = Duration.ofSeconds(1);

    private ExchangeRig rig = rig(2);

    private static ExchangeRig rig(int most) {
        ServiceSettings plain = ExchangeRig.PLAIN;
        return new ExchangeRig(
                new ServiceSettings(
                        plain.times(),
                        plain.repeats(),
                        new ServiceSettings.Waiting(most, LONGEST),
                        0,
                        null,
                        GateSettings.OPEN,
                        null,
                        null),
                new WorkerLimit(1, 0));
    }

    private FakeLinks.Lease lease(int index) {
        return rig.links.leases.get(index);
    }

    @Test
    void aWorkerAtItsLimitIsNotPicked() {
        rig.fleet(2, "default", 2);
        for (int i = 0; i < 4; i++) {
            rig.get();
        }
        assertThat(rig.links.leases).extracting(lease -> lease.worker.id()).containsExactly("w1", "w2", "w1", "w2");
        Sent fifth = rig.get();
        assertThat(rig.links.leases).hasSize(4);
        assertThat(fifth.heard()).isEmpty();
        assertThat(rig.waiting()).isEqualTo(1);
    }

    @Test
    void whoWaitsIsServedInOrderAsRoomComesAbout() {
        rig.fleet(1, "default", 1);
        rig.get();
        Sent second = rig.get();
        Sent third = rig.get();
        rig.answer(lease(0).open(), 200);
        assertThat(rig.links.leases).hasSize(2);
        rig.answer(lease(1).open(), 200);
        assertThat(second.heard()).startsWith("head 200");
        assertThat(third.heard()).isEmpty();
        rig.answer(lease(2).open(), 200);
        assertThat(third.heard()).startsWith("head 200");
        assertThat(rig.inFlight()).isZero();
        assertThat(rig.waiting()).isZero();
    }

    @Test
    void whoeverComesLaterDoesNotOvertake() {
        rig = rig(3);
        rig.fleet(1, "default", 1);
        Sent first = rig.get();
        Sent waits = rig.get();
        // Room, and somebody who comes before the one who waits has been told.
        first.exchange().clientGone();
        Sent late = rig.get();
        rig.settle();
        assertThat(rig.links.leases).hasSize(2);
        rig.answer(lease(1).open(), 200);
        assertThat(waits.heard()).startsWith("head 200");
        assertThat(late.heard()).isEmpty();
    }

    @Test
    void whenAsManyWaitAsMayTheNextOneHearsSo() {
        rig.fleet(1, "default", 1);
        rig.get();
        rig.get();
        rig.get();
        Sent one = rig.get();
        assertThat(one.heard()).containsExactly("QUEUE_FULL");
        assertThat(one.client().retryAfter).isEqualTo(1);
        assertThat(rig.waiting()).isEqualTo(2);
    }

    @Test
    void withoutAQueueItHearsSoAtOnce() {
        rig = rig(0);
        rig.fleet(1, "default", 1);
        rig.get();
        assertThat(rig.get().heard()).containsExactly("ALL_BUSY");
    }

    @Test
    void nobodyWaitsLongerThanItMay() {
        rig.fleet(1, "default", 1);
        rig.get();
        lease(0).open();
        Sent waits = rig.get();
        rig.pass(LONGEST.minusNanos(1));
        assertThat(waits.heard()).isEmpty();
        rig.pass(Duration.ofNanos(1));
        assertThat(waits.heard()).containsExactly("WAITED_TOO_LONG");
        assertThat(rig.waiting()).isZero();
        rig.answer(lease(0), 200);
        assertThat(rig.links.leases).hasSize(1);
        assertThat(rig.inFlight()).isZero();
    }

    @Test
    void aClientThatGoesAwayLeavesTheQueueAtOnce() {
        rig.fleet(1, "default", 1);
        rig.get();
        Sent waits = rig.get();
        Sent behind = rig.get();
        waits.exchange().clientGone();
        assertThat(rig.waiting()).isEqualTo(1);
        rig.answer(lease(0).open(), 200);
        rig.answer(lease(1).open(), 200);
        assertThat(waits.heard()).isEmpty();
        assertThat(behind.heard()).startsWith("head 200");
    }

    @Test
    void aWorkerOnItsWayToAClientThatIsGoneGoesToTheNext() {
        rig.fleet(1, "default", 1);
        Sent first = rig.get();
        Sent waits = rig.get();
        Sent behind = rig.get();
        first.exchange().clientGone();
        // Its worker was picked and it has not been told yet.
        waits.exchange().clientGone();
        rig.settle();
        rig.settle();
        rig.answer(lease(1).open(), 200);
        assertThat(behind.heard()).startsWith("head 200");
        assertThat(rig.inFlight()).isZero();
    }

    @Test
    void roomThatNobodyTellsOfIsFound() {
        rig.fleet(1, "default", 1);
        rig.get();
        Sent waits = rig.get();
        rig.fleet(2, "default", 1);
        rig.pass(Duration.ofMillis(50));
        assertThat(rig.links.leases).hasSize(2);
        rig.answer(rig.links.last().open(), 200);
        assertThat(waits.heard()).startsWith("head 200");
    }

    @Test
    void aBodyThatCameAheadFollowsOnceThereIsAWorker() {
        rig.fleet(1, "default", 1);
        rig.get();
        Sent waits = rig.send(HttpMethod.POST, "default", true);
        assertThat(waits.client().demands).as("nothing more is read").isZero();
        rig.answer(lease(0).open(), 200);
        lease(1).open();
        assertThat(waits.client().demands).isEqualTo(1);
    }

    @Test
    void whoHasBeenSomewhereLetsOthersPassWhereItCannotGo() {
        rig.fleet(2, "default", 1);
        rig.get();
        rig.get();
        lease(0).open();
        lease(1).open();
        // Its worker broke; the other one is busy, so it waits for that one alone.
        lease(0).user.broken(new IOException("reset"));
        rig.settle();
        assertThat(rig.waiting()).isEqualTo(1);
        Sent next = rig.get();
        rig.settle();
        assertThat(rig.links.leases).hasSize(3);
        assertThat(rig.links.last().worker.id()).isEqualTo("w1");
        rig.answer(rig.links.last().open(), 200);
        assertThat(next.heard()).startsWith("head 200");
        rig.answer(lease(1), 200);
        rig.answer(rig.links.last().open(), 200);
        assertThat(rig.links.last().worker.id()).isEqualTo("w2");
        assertThat(rig.inFlight()).isZero();
    }

    @Test
    void aLimitThatIsLiftedServesThoseWhoWait() {
        rig.fleet(1, "default", 1);
        rig.get();
        rig.get();
        rig.balancers.change("default", rig.balancers.of("default").hashOn(), WorkerLimit.NONE);
        rig.forwarder.settingsChanged();
        rig.settle();
        assertThat(rig.links.leases).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whateverHappensNobodyIsForgottenAndNoLimitIsExceeded(long seed) {
        Random random = new Random(seed);
        rig = rig(8);
        rig.fleet(3, "default", 2);
        Deque<Sent> sent = new ArrayDeque<>();
        List<Sent> all = new ArrayList<>();
        int answered = 0;
        for (int step = 0; step < 2_000; step++) {
            int dice = random.nextInt(10);
            if (dice < 5) {
                sent.add(rig.get());
                all.add(sent.getLast());
            } else if (dice < 9 && answered < rig.links.leases.size()) {
                FakeLinks.Lease lease = lease(answered++);
                rig.answer(lease.open(), 200);
            } else if (!sent.isEmpty()) {
                sent.poll().exchange().clientGone();
            }
            if (random.nextInt(4) == 0) {
                rig.pass(Duration.ofMillis(random.nextInt(60)));
            }
            assertThat(rig.inFlight()).as("seed %d, step %d", seed, step).isLessThanOrEqualTo(6);
            for (Worker worker : rig.balancers.fleet().workers()) {
                assertThat(rig.balancers.of("default").tracker().of(worker.id()).inFlight())
                        .isLessThanOrEqualTo(2);
            }
            assertThat(rig.waiting()).isBetween(0, 8);
        }
        all.forEach(one -> one.exchange().clientGone());
        rig.settle();
        assertThat(rig.inFlight()).as("seed %d", seed).isZero();
        assertThat(rig.waiting()).as("seed %d", seed).isZero();
    }

    /** Several threads put in, take out and end calls: whoever is put in comes out, and nobody waits beside room. */
    @RepeatedTest(3)
    void noWakeUpIsLostBetweenThreads() throws Exception {
        rig.fleet(1, "default", 2);
        WaitingQueue queue = new WaitingQueue(rig.balancers.of("default"));
        int threads = 4;
        int each = 2_000;
        CountDownLatch served = new CountDownLatch(threads * each);
        BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            running.add(new Thread(() -> {
                for (int n = 0; n < each; n++) {
                    boolean put = queue.offer(
                            new WaitingQueue.Waiter() {
                                @Override
                                public PickRequest wanted() {
                                    return PickRequest.ANY;
                                }

                                @Override
                                public void given(Picked picked) {
                                    calls.add(picked.call());
                                    served.countDown();
                                }
                            },
                            Integer.MAX_VALUE);
                    assertThat(put).isTrue();
                }
            }));
        }
        Thread ending = new Thread(() -> {
            try {
                for (int n = 0; n < threads * each; n++) {
                    calls.take().succeeded();
                    queue.freed();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        ending.start();
        running.forEach(Thread::start);
        for (Thread thread : running) {
            thread.join();
        }
        boolean all = served.await(60, TimeUnit.SECONDS);
        ending.interrupt();
        ending.join();
        assertThat(all).as("left %d", served.getCount()).isTrue();
        assertThat(queue.depth()).isZero();
    }
}
