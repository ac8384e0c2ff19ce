package dev.equipoise.console.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BroadcastTest {

    private static final Duration AT_ONCE = Duration.ZERO;

    private final Broadcast broadcast = new Broadcast(2);

    @Test
    void everybodyHearsAndNobodyMoreThanThereMayBe() throws Exception {
        Subscriber one = broadcast.subscribe();
        Subscriber two = broadcast.subscribe();
        assertThatExceptionOfType(TooManySubscribersException.class).isThrownBy(broadcast::subscribe);

        Frame frame = Frame.of("picture", "x");
        broadcast.tell(frame);
        assertThat(one.next(AT_ONCE)).isSameAs(frame);
        assertThat(two.next(AT_ONCE)).isSameAs(frame);

        broadcast.unsubscribe(one);
        broadcast.subscribe();
    }

    @Test
    void whoDoesNotReadIsDroppedAndHoldsNoFrames() throws Exception {
        Subscriber slow = broadcast.subscribe();
        for (int i = 0; i < 1000; i++) {
            broadcast.tell(Frame.KEEP_ALIVE);
        }

        assertThat(broadcast.subscribers()).isZero();
        assertThat(slow.next(AT_ONCE)).isSameAs(Frame.CLOSING);
        assertThat(slow.next(AT_ONCE)).isNull();
    }

    @Test
    void theEndEndsAllStreamsAndThoseAskedForLater() throws Exception {
        Subscriber before = broadcast.subscribe();
        broadcast.stop();

        assertThat(before.next(AT_ONCE)).isSameAs(Frame.CLOSING);
        assertThat(broadcast.subscribe().next(AT_ONCE)).isSameAs(Frame.CLOSING);
    }
}
