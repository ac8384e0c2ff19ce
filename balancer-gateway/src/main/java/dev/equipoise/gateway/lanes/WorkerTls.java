package dev.equipoise.gateway.lanes;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.util.ResourceUtils;

/** TLS to workers, by Spring Cloud Gateway's {@code httpclient.ssl} settings; made when the first worker needs it. */
final class WorkerTls implements Supplier<SslContext> {

    private final HttpClientProperties.Ssl settings;
    private volatile @Nullable SslContext made;

    WorkerTls(HttpClientProperties.Ssl settings) {
        this.settings = settings;
    }

    @Override
    public SslContext get() {
        SslContext known = made;
        return known != null ? known : make();
    }

    private synchronized SslContext make() {
        SslContext known = made;
        if (known != null) {
            return known;
        }
        try {
            SslContextBuilder builder = SslContextBuilder.forClient();
            List<X509Certificate> trusted = trusted(settings.getTrustedX509Certificates());
            if (settings.isUseInsecureTrustManager()) {
                builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
            } else if (!trusted.isEmpty()) {
                builder.trustManager(trusted.toArray(X509Certificate[]::new));
            }
            SslContext context = builder.build();
            made = context;
            return context;
        } catch (IOException | CertificateException e) {
            throw new IllegalStateException("TLS to workers cannot be set up: " + e.getMessage(), e);
        }
    }

    private static List<X509Certificate> trusted(List<String> locations) throws IOException, CertificateException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (String location : locations) {
            try (InputStream in = ResourceUtils.getURL(location).openStream()) {
                for (Certificate certificate :
                        CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    if (certificate instanceof X509Certificate x509) {
                        certificates.add(x509);
                    }
                }
            }
        }
        return certificates;
    }
}
