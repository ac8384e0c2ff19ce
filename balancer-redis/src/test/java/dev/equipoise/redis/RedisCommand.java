package dev.equipoise.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** One command to one server of this machine, as redis-cli would send it: a connection, an answer, the end. */
public final class RedisCommand {

    private static final RedisClient CLIENT = RedisClient.create();

    private RedisCommand() {}

    /** The answer where it is a text or a status. @throws io.lettuce.core.RedisCommandExecutionException if refused */
    public static String text(int port, String... words) {
        return run(RedisURI.create("127.0.0.1", port), new StatusOutput<>(StringCodec.UTF8), words);
    }

    /** The answer where it is an array of texts. @throws io.lettuce.core.RedisCommandExecutionException if refused */
    public static List<String> texts(int port, String... words) {
        return run(RedisURI.create("127.0.0.1", port), new ArrayOutput<>(StringCodec.UTF8), words).stream()
                .map(String::valueOf)
                .toList();
    }

    /** As that user; for who wants to know whether it is refused. The answer is an array of texts. */
    public static List<String> as(int port, String user, String password, String... words) {
        RedisURI uri = RedisURI.builder()
                .withHost("127.0.0.1")
                .withPort(port)
                .withAuthentication(user, password)
                .build();
        return run(uri, new ArrayOutput<>(StringCodec.UTF8), words).stream()
                .map(String::valueOf)
                .toList();
    }

    /** With the typed commands of Lettuce. */
    public static <T> T on(int port, Function<RedisCommands<String, String>, T> commands) {
        return on(RedisURI.create("127.0.0.1", port), commands);
    }

    private static <T> T on(RedisURI uri, Function<RedisCommands<String, String>, T> commands) {
        try (StatefulRedisConnection<String, String> connection = CLIENT.connect(uri)) {
            return commands.apply(connection.sync());
        }
    }

    private static <T> T run(RedisURI uri, CommandOutput<String, String, T> output, String... words) {
        CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8);
        for (int i = 1; i < words.length; i++) {
            arguments.add(words[i]);
        }
        return on(
                uri,
                commands -> commands.dispatch(() -> words[0].getBytes(StandardCharsets.US_ASCII), output, arguments));
    }
}
