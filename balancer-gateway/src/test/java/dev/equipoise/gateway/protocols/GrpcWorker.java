package dev.equipoise.gateway.protocols;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/** A gRPC server of strings: echoes one, counts to a number, answers a stream one by one, and fails with a message and a trailer of its own. */
final class GrpcWorker implements AutoCloseable {

    static final MethodDescriptor<String, String> ECHO = method("Echo", MethodType.UNARY);
    static final MethodDescriptor<String, String> COUNT = method("Count", MethodType.SERVER_STREAMING);
    static final MethodDescriptor<String, String> CHAT = method("Chat", MethodType.BIDI_STREAMING);
    static final MethodDescriptor<String, String> FAIL = method("Fail", MethodType.UNARY);
    static final Metadata.Key<String> REASON = Metadata.Key.of("x-reason", Metadata.ASCII_STRING_MARSHALLER);

    private final Server server;

    GrpcWorker() throws IOException {
        this(builder());
    }

    /** Over TLS, with this certificate. */
    GrpcWorker(Keys keys) throws IOException, GeneralSecurityException {
        this(builder()
                .sslContext(GrpcSslContexts.configure(SslContextBuilder.forServer(keys.own()))
                        .build()));
    }

    private static NettyServerBuilder builder() {
        return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private GrpcWorker(NettyServerBuilder builder) throws IOException {
        ServerServiceDefinition service = ServerServiceDefinition.builder("test.Strings")
                .addMethod(ECHO, ServerCalls.asyncUnaryCall((request, answers) -> {
                    answers.onNext("echo " + request);
                    answers.onCompleted();
                }))
                .addMethod(COUNT, ServerCalls.asyncServerStreamingCall((request, answers) -> {
                    for (int i = 1; i <= Integer.parseInt(request); i++) {
                        answers.onNext(String.valueOf(i));
                    }
                    answers.onCompleted();
                }))
                .addMethod(CHAT, ServerCalls.asyncBidiStreamingCall(GrpcWorker::chat))
                .addMethod(FAIL, ServerCalls.asyncUnaryCall((request, answers) -> {
                    Metadata trailers = new Metadata();
                    trailers.put(REASON, request);
                    answers.onError(Status.FAILED_PRECONDITION
                            .withDescription("not " + request)
                            .asRuntimeException(trailers));
                }))
                .build();
        server = builder.addService(service).build().start();
    }

    private static StreamObserver<String> chat(StreamObserver<String> answers) {
        return new StreamObserver<>() {
            @Override
            public void onNext(String said) {
                answers.onNext("you said " + said);
            }

            @Override
            public void onError(Throwable gone) {
                // Nobody is there to be answered.
            }

            @Override
            public void onCompleted() {
                answers.onCompleted();
            }
        };
    }

    int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private static MethodDescriptor<String, String> method(String name, MethodType type) {
        return MethodDescriptor.<String, String>newBuilder()
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName("test.Strings", name))
                .setRequestMarshaller(new Text())
                .setResponseMarshaller(new Text())
                .build();
    }

    private static final class Text implements MethodDescriptor.Marshaller<String> {
        @Override
        public InputStream stream(String value) {
            return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
