package dev.equipoise.registry.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.core.membership.Change;
import dev.equipoise.core.membership.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventFeedTest {

    private final EventFeed feed = new EventFeed(new EventsProperties(2, 3, 4, Duration.ofSeconds(15)));

    @Test
    void aNewSubscriberResyncsAndThenGetsEveryChange() throws Exception {
        feed.restart(List.of(left(1), left(2)));
        Subscription subscription = feed.subscribe(null);
        feed.publish(left(3));
        feed.publish(left(4));

        assertThat(taken(subscription)).containsExactly("resync 2", "left 3", "left 4");
    }

    @Test
    void whoReconnectsGoesOnBehindTheLastEventItGot() throws Exception {
        feed.restart(List.of(left(1), left(2), left(3)));

        assertThat(taken(feed.subscribe("1"))).containsExactly("left 2", "left 3");
        assertThat(taken(feed.subscribe("3"))).isEmpty();
    }

    @Test
    void whoMissedMoreThanTheHistoryResyncs() throws Exception {
        feed.restart(List.of(left(1), left(2)));
        for (int i = 3; i <= 6; i++) {
            feed.publish(left(i));
        }

        assertThat(taken(feed.subscribe("3"))).containsExactly("left 4", "left 5", "left 6");
        assertThat(taken(feed.subscribe("2"))).containsExactly("resync 6");
    }

    @Test
    void anIdOfAnotherLifeOfTheStoreResyncs() throws Exception {
        feed.restart(List.of(left(1), left(2)));
        Subscription subscription = feed.subscribe("2");
        feed.restart(List.of());
        feed.publish(left(9));

        assertThat(taken(subscription)).containsExactly("resync", "left 9");
        assertThat(taken(feed.subscribe("2"))).containsExactly("resync 9");
    }

    @Test
    void aSubscriberThatFallsBehindIsDroppedAndTheOthersAreNot() throws Exception {
        feed.restart(List.of());
        Subscription slow = feed.subscribe(null);
        Subscription quick = feed.subscribe(null);
        assertThat(taken(quick)).containsExactly("resync");
        for (int i = 1; i <= 4; i++) {
            feed.publish(left(i));
            assertThat(taken(quick)).containsExactly("left " + i);
        }

        assertThat(feed.dropped()).isEqualTo(1);
        assertThat(feed.subscribers()).isEqualTo(1);
        assertThat(taken(slow)).containsExactly("closing");
    }

    @Test
    void subscribersHaveABound() {
        feed.restart(List.of());
        Subscription first = feed.subscribe(null);
        feed.subscribe(null);
        assertThatThrownBy(() -> feed.subscribe(null))
                .isInstanceOf(TooManySubscribersException.class)
                .hasMessageContaining("2 subscribers");

        feed.unsubscribe(first);
        feed.subscribe(null);
        assertThat(feed.subscribers()).isEqualTo(2);
    }

    @Test
    void nobodySubscribesBeforeTheLogWasRead() {
        assertThatThrownBy(() -> feed.subscribe(null)).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void theEndOfTheReplicaIsTheEndOfAllStreams() throws Exception {
        feed.restart(List.of());
        Subscription subscription = feed.subscribe(null);
        feed.publish(left(1));
        feed.stop();
        feed.publish(left(2));

        assertThat(taken(subscription)).containsExactly("resync", "left 1", "closing");
        assertThat(taken(feed.subscribe(null))).containsExactly("closing");
        assertThat(feed.subscribers()).isZero();
    }

    private static ServerSentEvent left(int position) {
        return ServerSentEvent.of(new Change(String.valueOf(position), position, Change.Kind.LEFT, "w-1", null));
    }

    private static List<String> taken(Subscription subscription) throws InterruptedException {
        List<String> taken = new ArrayList<>();
        while (!subscription.isEmpty()) {
            ServerSentEvent event = subscription.next(Duration.ofSeconds(1));
            String text = new String(event.bytes(), StandardCharsets.UTF_8);
            String name = text.replaceAll("(?s).*event: (\\w+)\n.*", "$1");
            taken.add(event.id() == null ? name : name + " " + event.id());
        }
        return taken;
    }
}
