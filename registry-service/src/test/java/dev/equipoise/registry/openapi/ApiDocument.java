package dev.equipoise.registry.openapi;

/** The OpenAPI document of the registry as tests read it. */
public final class ApiDocument extends dev.equipoise.http.openapi.ApiDocument {

    public ApiDocument() {
        super(new ApiDocumentController().json());
    }
}
