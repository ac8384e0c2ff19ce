package dev.equipoise.gateway.tracing;

import dev.equipoise.gateway.InvalidSettingException;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;

/**
 * What becomes of spans, by the property names of Spring Boot ({@code management.tracing.sampling.*},
 * {@code management.opentelemetry.*}). They leave by OTLP over HTTP, from a queue with a bound; without an endpoint trace context is passed on and
 * nothing is exported.
 */
final class SpanExport {

    private static final Logger log = LoggerFactory.getLogger(SpanExport.class);

    private static final String QUEUE = "management.opentelemetry.tracing.export";
    private static final String OTLP = QUEUE + ".otlp";
    private static final String PROBABILITY = "management.tracing.sampling.probability";
    private static final String RESOURCE = "management.opentelemetry.resource-attributes";

    /** The batches of spans; one that does not fit into the queue is lost. */
    record Queue(
            @DefaultValue("512") int maxBatchSize,
            @DefaultValue("2048") int maxQueueSize,
            @DefaultValue("5s") Duration scheduleDelay,
            @DefaultValue("30s") Duration timeout) {}

    /** Where they go. */
    record Otlp(
            @Nullable String endpoint,
            @DefaultValue Map<String, String> headers,
            @DefaultValue("http") String transport,
            @DefaultValue("none") String compression,
            @DefaultValue("10s") Duration timeout,
            @DefaultValue("10s") Duration connectTimeout,
            @DefaultValue Ssl ssl) {

        record Ssl(@Nullable String bundle) {}
    }

    private SpanExport() {}

    /** To be closed at the end, which sends what waits still. */
    static SdkTracerProvider provider(Environment environment, SslBundles bundles) {
        Binder binder = Binder.get(environment);
        Otlp otlp = binder.bindOrCreate(OTLP, Otlp.class);
        SdkTracerProviderBuilder provider = SdkTracerProvider.builder()
                .setResource(resource(environment, binder))
                .setSampler(sampler(environment));
        String endpoint = otlp.endpoint();
        if (endpoint == null || endpoint.isBlank()) {
            log.info("Trace context is passed on; spans are not exported, for {}.endpoint is not set", OTLP);
        } else {
            Queue queue = binder.bindOrCreate(QUEUE, Queue.class);
            provider.addSpanProcessor(BatchSpanProcessor.builder(exporter(endpoint, otlp, bundles))
                    .setMaxQueueSize(queue.maxQueueSize())
                    .setMaxExportBatchSize(Math.min(queue.maxBatchSize(), queue.maxQueueSize()))
                    .setScheduleDelay(queue.scheduleDelay())
                    .setExporterTimeout(queue.timeout())
                    .build());
        }
        return provider.build();
    }

    private static OtlpHttpSpanExporter exporter(String endpoint, Otlp otlp, SslBundles bundles) {
        if (!otlp.transport().equalsIgnoreCase("http")) {
            throw new InvalidSettingException(
                    OTLP + ".transport", OTLP + ".transport is " + otlp.transport() + ": spans leave by http alone.");
        }
        OtlpHttpSpanExporterBuilder exporter;
        try {
            exporter = OtlpHttpSpanExporter.builder()
                    .setEndpoint(endpoint)
                    .setCompression(otlp.compression())
                    .setTimeout(otlp.timeout())
                    .setConnectTimeout(otlp.connectTimeout());
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException(OTLP, "Spans cannot be exported as " + OTLP + " says: " + e.getMessage());
        }
        otlp.headers().forEach(exporter::addHeader);
        if (otlp.ssl().bundle() != null) {
            SslBundle bundle = bundles.getBundle(otlp.ssl().bundle());
            exporter.setSslContext(bundle.createSslContext(), trusted(bundle));
        }
        return exporter.build();
    }

    private static X509TrustManager trusted(SslBundle bundle) {
        for (TrustManager manager : bundle.getManagers().getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509;
            }
        }
        throw new InvalidSettingException(OTLP + ".ssl.bundle", "The bundle of " + OTLP + ".ssl.bundle trusts nobody.");
    }

    /** Of a trace that comes with a decision, the decision is kept. */
    private static Sampler sampler(Environment environment) {
        double probability = environment.getProperty(PROBABILITY, Double.class, 0.1);
        if (!(probability >= 0 && probability <= 1)) {
            throw new InvalidSettingException(
                    PROBABILITY, PROBABILITY + " is " + probability + ": it is a share from 0 to 1.");
        }
        return Sampler.parentBased(Sampler.traceIdRatioBased(probability));
    }

    private static Resource resource(Environment environment, Binder binder) {
        AttributesBuilder attributes = Resource.getDefault().getAttributes().toBuilder();
        attributes.put("service.name", environment.getProperty("spring.application.name", "balancer-gateway"));
        binder.bind(RESOURCE, Bindable.mapOf(String.class, String.class))
                .orElseGet(Map::of)
                .forEach(attributes::put);
        return Resource.create(attributes.build());
    }
}
