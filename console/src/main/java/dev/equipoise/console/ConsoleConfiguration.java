package dev.equipoise.console;

import dev.equipoise.console.ask.Services;
import dev.equipoise.console.fleet.FleetWatch;
import dev.equipoise.console.happening.Happenings;
import dev.equipoise.console.traffic.TrafficHistory;
import dev.equipoise.http.operator.OperatorToken;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The parts that watch, and the real clock. */
@Configuration(proxyBeanMethods = false)
class ConsoleConfiguration {

    /** More questions than this wait for each other; each has an end. */
    private static final int QUESTIONS = 16;

    @Bean(destroyMethod = "shutdownNow")
    ExecutorService questions() {
        return Executors.newFixedThreadPool(QUESTIONS, task -> {
            Thread thread = new Thread(task, "question");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Bean
    Services services(ConsoleProperties properties, ExecutorService questions) {
        return new Services(
                properties.registries(),
                properties.reputations(),
                properties.gateways(),
                OperatorToken.in("equipoise.console.operator-token-file", properties.operatorTokenFile())
                        .authorization(),
                questions);
    }

    @Bean
    Happenings happenings(ConsoleProperties properties) {
        return new Happenings(properties.events(), InstantSource.system());
    }

    @Bean
    TrafficHistory trafficHistory(ConsoleProperties properties) {
        return new TrafficHistory((int) (properties.history().toMillis() / TrafficHistory.STEP_MS));
    }

    @Bean
    FleetWatch fleetWatch(
            Services services, Happenings happenings, TrafficHistory traffic, ConsoleProperties properties) {
        return new FleetWatch(
                services, happenings, InstantSource.system(), traffic::failing, properties.workersShown());
    }
}
