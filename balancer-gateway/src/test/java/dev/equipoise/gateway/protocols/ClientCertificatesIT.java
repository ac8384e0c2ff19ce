package dev.equipoise.gateway.protocols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.gateway.GatewayApplication;
import dev.equipoise.gateway.GatewayForTests;
import dev.equipoise.gateway.WorkerForTests;
import dev.equipoise.gateway.balancing.ServiceBalancers;
import dev.equipoise.gateway.routing.RoutingIT;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A front that wants a certificate of each client, and gRPC over TLS from the client to the worker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientCertificatesIT {

    private static final String ROUTES = "--spring.cloud.gateway.server.webflux.routes";
    private static final String BUNDLE = "--spring.ssl.bundle.jks.front.";

    private Keys front;
    private Keys client;
    private Keys stranger;
    private WorkerForTests plain;
    private GrpcWorker grpc;
    private GatewayForTests gateway;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        front = Keys.make(directory, "front");
        client = Keys.make(directory, "client");
        stranger = Keys.make(directory, "stranger");
        Keys worker = Keys.make(directory, "worker");
        plain = new WorkerForTests("plain");
        grpc = new GrpcWorker(worker);
        gateway = new GatewayForTests(
                GatewayApplication.class,
                "--equipoise.gateway.static-workers=127.0.0.1:1",
                "--equipoise.gateway.http2.services=grpc",
                "--server.http2.enabled=true",
                "--server.ssl.bundle=front",
                "--server.ssl.client-auth=need",
                "--management.server.ssl.enabled=false",
                BUNDLE + "keystore.location=file:" + front.store(),
                BUNDLE + "keystore.password=" + Keys.PASSWORD,
                BUNDLE + "truststore.location=file:" + client.store(),
                BUNDLE + "truststore.password=" + Keys.PASSWORD,
                "--spring.cloud.gateway.server.webflux.httpclient.ssl.trusted-x509-certificates[0]=file:"
                        + worker.certificate(),
                ROUTES + "[0].id=grpc",
                ROUTES + "[0].uri=lb://grpc",
                ROUTES + "[0].predicates[0]=Path=/test.Strings/**",
                ROUTES + "[1].id=spring",
                ROUTES + "[1].uri=lb://default",
                ROUTES + "[1].predicates[0]=Path=/spring",
                ROUTES + "[1].predicates[1]=Query=q",
                ROUTES + "[2].id=default",
                ROUTES + "[2].uri=lb://default",
                ROUTES + "[2].predicates[0]=Path=/**");
        Worker strings = Worker.of("strings", URI.create("https://127.0.0.1:" + grpc.port()));
        gateway.bean(ServiceBalancers.class)
                .accept(Fleet.of(
                        2,
                        List.of(
                                Worker.of("plain", URI.create("http://" + plain.hostAndPort())),
                                strings.withServices(Set.of("grpc")).withSequence(1))));
    }

    @AfterAll
    void stop() {
        gateway.close();
        grpc.close();
        plain.close();
    }

    private int get(String path, HttpClient.Version version, SSLContext shown) throws Exception {
        URI uri = URI.create("https://127.0.0.1:" + gateway.uri("/").getPort() + path);
        HttpResponse<String> answer = HttpClient.newBuilder()
                .version(version)
                .sslContext(shown)
                .build()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.version()).isEqualTo(version);
        return answer.statusCode();
    }

    private double failures() {
        return gateway.bean(MeterRegistry.class)
                .get("equipoise.gateway.tls.failures")
                .counter()
                .count();
    }

    @ParameterizedTest
    @EnumSource
    void onlyAClientWithACertificateThatIsTrustedGetsThrough(HttpClient.Version version) throws Exception {
        for (String path : List.of("/express", "/spring?q")) {
            assertThat(get(path, version, client.context(front))).isEqualTo(200);
        }
        int heard = plain.requests().size();
        double failures = failures();
        for (String path : List.of("/express", "/spring?q")) {
            assertThatThrownBy(() -> get(path, version, Keys.anonymous(front))).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> get(path, version, stranger.context(front)))
                    .isInstanceOf(IOException.class);
        }
        assertThat(plain.requests()).hasSize(heard);
        RoutingIT.await("four handshakes to have failed", () -> failures() >= failures + 4);
        assertThat(get("/express", version, client.context(front))).isEqualTo(200);
    }

    @Test
    void grpcPassesOverTlsOnBothSides() throws Exception {
        ManagedChannel channel = NettyChannelBuilder.forAddress(
                        "127.0.0.1", gateway.uri("/").getPort())
                .sslContext(GrpcSslContexts.forClient()
                        .trustManager(front.certificate().toFile())
                        .keyManager(client.own())
                        .build())
                .build();
        try {
            CallOptions inTime = CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
            assertThat(ClientCalls.blockingUnaryCall(channel, GrpcWorker.ECHO, inTime, "hello"))
                    .isEqualTo("echo hello");
            List<String> counted = new ArrayList<>();
            ClientCalls.blockingServerStreamingCall(channel, GrpcWorker.COUNT, inTime, "100")
                    .forEachRemaining(counted::add);
            assertThat(counted).hasSize(100).startsWith("1", "2").endsWith("100");
            assertThatThrownBy(() -> ClientCalls.blockingUnaryCall(channel, GrpcWorker.FAIL, inTime, "ready"))
                    .isInstanceOfSatisfying(StatusRuntimeException.class, failed -> {
                        assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
                        assertThat(failed.getTrailers().get(GrpcWorker.REASON)).isEqualTo("ready");
                    });
        } finally {
            channel.shutdownNow();
        }
    }
}
