package dev.equipoise.http.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/** An OpenAPI document, which is written by hand as YAML (decision 0016) and served as JSON, too. Immutable. */
public final class ApiDescription {

    private final byte[] yaml;
    private final byte[] json;

    private ApiDescription(byte[] yaml) {
        this.yaml = yaml;
        this.json = JsonMapper.builder()
                .build()
                .writeValueAsBytes(new Yaml(new SafeConstructor(new LoaderOptions()))
                        .load(new String(yaml, StandardCharsets.UTF_8)));
    }

    /** @param resource beside {@code beside} */
    public static ApiDescription read(Class<?> beside, String resource) {
        try (@Nullable InputStream in = beside.getResourceAsStream(resource)) {
            return new ApiDescription(Objects.requireNonNull(in, resource).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public byte[] yaml() {
        return yaml.clone();
    }

    public byte[] json() {
        return json.clone();
    }
}
