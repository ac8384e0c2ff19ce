package dev.equipoise.client.balancing;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.ApplicationContext;
import org.springframework.web.reactive.function.client.WebClient;

/** Puts a {@link CancelWatch} in front of every {@code @LoadBalanced} builder of web clients. */
public final class CancelWatchPostProcessor implements BeanPostProcessor {

    private final ApplicationContext context;

    public CancelWatchPostProcessor(ApplicationContext context) {
        this.context = context;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof WebClient.Builder builder
                && context.findAnnotationOnBean(beanName, LoadBalanced.class) != null) {
            builder.filters(CancelWatch::putInFront);
        }
        return bean;
    }
}
