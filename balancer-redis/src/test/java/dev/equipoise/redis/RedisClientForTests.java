package dev.equipoise.redis;

import dev.equipoise.redis.connection.RedisClientConfiguration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Connections as our services make them: by Spring Boot from {@code spring.data.redis.*}, with our customizers. */
public final class RedisClientForTests implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    /** @param properties {@code spring.*}; the timeouts are those of the services unless given */
    public RedisClientForTests(Map<String, String> properties) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("spring.data.redis.timeout", "2s");
        all.put("spring.data.redis.connect-timeout", "1s");
        // Both say twice a second that somebody is still away.
        all.put("logging.level.io.lettuce.core.protocol", "error");
        all.put("logging.level.io.lettuce.core.cluster.topology", "error");
        all.putAll(properties);
        context = new SpringApplicationBuilder(Client.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .properties(all)
                .run();
    }

    public LettuceConnectionFactory connections() {
        return context.getBean(LettuceConnectionFactory.class);
    }

    public StringRedisTemplate template() {
        return context.getBean(StringRedisTemplate.class);
    }

    @Override
    public void close() {
        context.close();
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({SslAutoConfiguration.class, DataRedisAutoConfiguration.class})
    @Import(RedisClientConfiguration.class)
    static class Client {}
}
