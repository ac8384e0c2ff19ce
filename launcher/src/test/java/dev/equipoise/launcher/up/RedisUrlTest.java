package dev.equipoise.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RedisUrlTest {

    @Test
    void oneServerIsHandedOnAsItIs() {
        RedisUrl url = new RedisUrl("rediss://app:s%40fe@redis.example/0");

        assertThat(url.environment()).isEqualTo(Map.of("SPRING_DATA_REDIS_URL", "rediss://app:s%40fe@redis.example/0"));
        assertThat(url.address()).isEqualTo("redis.example:6379");
    }

    @Test
    void sentinelsAreNamedWithThePrimaryTheyWatch() {
        RedisUrl url = new RedisUrl("redis-sentinel://:s%40fe+@a:5000,[::1],c#fleet");

        assertThat(url.environment())
                .isEqualTo(Map.of(
                        "SPRING_DATA_REDIS_SENTINEL_MASTER", "fleet",
                        "SPRING_DATA_REDIS_SENTINEL_NODES", "a:5000,[::1]:26379,c:26379",
                        "SPRING_DATA_REDIS_PASSWORD", "s@fe+"));
    }

    @Test
    void someNodesOfAClusterAreEnough() {
        RedisUrl url = new RedisUrl("redis-cluster://app:secret@a,b:7001");

        assertThat(url.environment())
                .isEqualTo(Map.of(
                        "SPRING_DATA_REDIS_CLUSTER_NODES", "a:6379,b:7001",
                        "SPRING_DATA_REDIS_USERNAME", "app",
                        "SPRING_DATA_REDIS_PASSWORD", "secret"));
    }

    @Test
    void noPasswordIsShown() {
        RedisUrl url = new RedisUrl("redis-cluster://app:secret@a,b:7001");

        assertThat(url + url.address()).doesNotContain("secret");
    }
}
