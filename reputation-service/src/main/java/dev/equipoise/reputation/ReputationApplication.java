package dev.equipoise.reputation;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the reputation service. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class ReputationApplication {

    public static void main(String[] args) {
        SpringApplication.run(ReputationApplication.class, args);
    }
}
