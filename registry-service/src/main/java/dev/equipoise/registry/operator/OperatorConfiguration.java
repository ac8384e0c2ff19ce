package dev.equipoise.registry.operator;

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

    OperatorConfiguration(OperatorProperties properties) {
        token = OperatorToken.in(properties.operatorTokenFile());
        if (!token.isConfigured()) {
            log.info(
                    "Keys can be neither listed nor revoked, and no join token issued, over HTTP: set {} to a file with "
                            + "one line of at least 32 random characters to allow it",
                    OperatorToken.PROPERTY);
        }
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new OperatorGate(token));
    }
}
