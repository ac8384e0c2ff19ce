package dev.equipoise.registry.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/** The OpenAPI document, which is written by hand and held to the code by tests (decision 0016). */
@RestController
class ApiDocumentController {

    @GetMapping(path = "/v3/api-docs", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] json() {
        return Document.JSON;
    }

    @GetMapping(path = "/v3/api-docs.yaml", produces = MediaType.APPLICATION_YAML_VALUE)
    byte[] yaml() {
        return Document.YAML;
    }

    /** Read when it is first asked for: most starts never need it. */
    private static final class Document {

        private static final byte[] YAML = read();
        private static final byte[] JSON = JsonMapper.builder()
                .build()
                .writeValueAsBytes(new Yaml(new SafeConstructor(new LoaderOptions()))
                        .load(new String(YAML, StandardCharsets.UTF_8)));

        private Document() {}

        private static byte[] read() {
            try (@Nullable InputStream in = ApiDocumentController.class.getResourceAsStream("registry.yaml")) {
                return Objects.requireNonNull(in, "registry.yaml").readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
