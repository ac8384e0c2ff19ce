package dev.equipoise.registry.events;

import dev.equipoise.core.membership.ChangeLog;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class EventsConfiguration {

    @Bean
    EventFeed eventFeed(EventsProperties properties, MeterRegistry meters) {
        EventFeed feed = new EventFeed(properties);
        Gauge.builder("equipoise.registry.events.subscribers", feed, EventFeed::subscribers)
                .description("Open streams of changes")
                .register(meters);
        FunctionCounter.builder("equipoise.registry.events.dropped", feed, EventFeed::dropped)
                .description("Subscribers dropped because they were too slow")
                .register(meters);
        return feed;
    }

    @Bean
    EventThread eventThread(ChangeLog log, EventFeed feed, EventsProperties properties) {
        return new EventThread(new ChangeFollower(log, feed, properties.history()), feed);
    }
}
