package dev.equipoise.registry.status;

import dev.equipoise.core.registration.Roster;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

@Configuration(proxyBeanMethods = false)
class StatusConfiguration {

    @Bean
    SharedRoster sharedRoster(Roster roster) {
        return new SharedRoster(roster, System::nanoTime);
    }

    /** The list has an entity tag, made of its bytes: a reader that has it already gets 304 and no body. */
    @Bean
    FilterRegistrationBean<ShallowEtagHeaderFilter> listEtag() {
        FilterRegistrationBean<ShallowEtagHeaderFilter> filter =
                new FilterRegistrationBean<>(new ShallowEtagHeaderFilter());
        filter.addUrlPatterns(WorkersController.PATH);
        return filter;
    }
}
