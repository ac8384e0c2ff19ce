package dev.equipoise.http.operator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Puts the gate before the handlers. */
@Configuration(proxyBeanMethods = false)
class OperatorConfiguration implements WebMvcConfigurer {

    private static final Logger log = LoggerFactory.getLogger(OperatorConfiguration.class);

    private final OperatorToken token;

    OperatorConfiguration(OperatorToken token) {
        this.token = token;
        if (!token.isConfigured()) {
            log.info(
                    "Nobody is an operator over HTTP: set {} to a file with one line of at least 32 random characters to "
                            + "make somebody one",
                    token.property());
        }
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new OperatorGate(token));
    }
}
