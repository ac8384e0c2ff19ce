package dev.equipoise.bench.plain;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Spring Cloud Gateway with Spring Cloud LoadBalancer over a fixed list of workers, and nothing of ours. */
@SpringBootApplication(proxyBeanMethods = false)
public class PlainGatewayApplication {

    public static void main(String[] args) {
        SpringApplication.run(PlainGatewayApplication.class, args);
    }
}
