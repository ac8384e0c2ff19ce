package dev.equipoise.reputation.openapi;

import dev.equipoise.http.openapi.ApiDescription;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The OpenAPI document, which is written by hand and held to the code by tests (decision 0016). */
@RestController
class ApiDocumentController {

    @GetMapping(path = "/v3/api-docs", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] json() {
        return Document.IT.json();
    }

    @GetMapping(path = "/v3/api-docs.yaml", produces = MediaType.APPLICATION_YAML_VALUE)
    byte[] yaml() {
        return Document.IT.yaml();
    }

    /** Read when it is first asked for: most starts never need it. */
    private static final class Document {

        private static final ApiDescription IT = ApiDescription.read(ApiDocumentController.class, "reputation.yaml");

        private Document() {}
    }
}
