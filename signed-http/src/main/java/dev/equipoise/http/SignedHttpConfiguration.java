package dev.equipoise.http;

import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/**
 * Everything of this module, for a service to import. The service brings a
 * {@link dev.equipoise.core.registration.TrustStore}, its {@link dev.equipoise.http.limit.LimitTerms} and its
 * {@link dev.equipoise.http.operator.OperatorToken}, and makes a subclass of
 * {@link dev.equipoise.http.problem.Problems} its advice.
 */
@Configuration(proxyBeanMethods = false)
@ComponentScan
@ConfigurationPropertiesScan
public class SignedHttpConfiguration {}
