package dev.equipoise.starter.cloud;

import org.springframework.cloud.client.serviceregistry.AutoServiceRegistration;

/** Says to Spring Cloud that this worker registers by itself, once the application is ready. */
final class WorkerAutoRegistration implements AutoServiceRegistration {}
