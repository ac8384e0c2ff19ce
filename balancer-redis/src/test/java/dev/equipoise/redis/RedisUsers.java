package dev.equipoise.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The users as {@code docs/redis.md} has them ready to paste. */
public final class RedisUsers {

    private static final Path PAGE = Path.of("..", "docs", "redis.md");

    private RedisUsers() {}

    /** The lines of configuration that make registry and gateway; who is {@code default} stays allowed everything. */
    public static List<String> clients() {
        return block("acl");
    }

    /** The lines that make the users by which servers and sentinels reach each other. */
    public static List<String> servers() {
        return block("acl-servers");
    }

    /** {@code properties}, as the user of that name. */
    public static Map<String, String> as(String name, Map<String, String> properties) {
        Map<String, String> all = new TreeMap<>(properties);
        all.put("spring.data.redis.username", name);
        all.put("spring.data.redis.password", name.toUpperCase(Locale.ROOT) + "-PASSWORD");
        return all;
    }

    private static List<String> block(String name) {
        try {
            String page = Files.readString(PAGE);
            String start = "```" + name + "\n";
            int from = page.indexOf(start) + start.length();
            return page.substring(from, page.indexOf("```", from)).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
