package dev.equipoise.bench.eureka;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.netflix.eureka.server.EnableEurekaServer;

/** Spring Cloud Netflix Eureka as its documentation starts it, and nothing of ours. */
@SpringBootApplication
@EnableEurekaServer
public class EurekaApplication {

    public static void main(String... args) {
        SpringApplication.run(EurekaApplication.class, args);
    }
}
