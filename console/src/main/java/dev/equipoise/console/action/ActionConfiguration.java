package dev.equipoise.console.action;

import dev.equipoise.console.ask.Services;
import dev.equipoise.console.happening.Happenings;
import dev.equipoise.console.stream.Watch;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Gives the verbs to the page. */
@Configuration(proxyBeanMethods = false)
class ActionConfiguration {

    @Bean
    Actions actions(Services services, Happenings happenings, Watch watch) {
        return new Actions(services, new Audit(happenings), InstantSource.system(), watch::wake);
    }
}
