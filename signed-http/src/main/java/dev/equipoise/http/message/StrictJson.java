package dev.equipoise.http.message;

import dev.equipoise.core.registration.Refusal;
import dev.equipoise.core.registration.RefusedException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** Reads exactly the documents we describe: no unknown or duplicate field, no text for a number, nothing behind the end. */
public final class StrictJson {

    private static final int MAX_DEPTH = 8;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfigDefaults(config -> {
                for (CoercionInputShape shape : new CoercionInputShape[] {
                    CoercionInputShape.Boolean, CoercionInputShape.Integer, CoercionInputShape.Float
                }) {
                    config.setCoercion(shape, CoercionAction.Fail);
                }
            })
            // JSON has one kind of number: 2 is as good a weight as 2.0.
            .withCoercionConfig(
                    LogicalType.Float,
                    config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.TryConvert))
            .build();

    private StrictJson() {}

    /** @throws RefusedException with a sentence that says where the document is wrong */
    public static <T> T read(byte[] body, Class<T> type) {
        try {
            T value = MAPPER.readValue(body, type);
            if (value == null) {
                throw new RefusedException(Refusal.MALFORMED_JSON, "The body is null; it must be an object.");
            }
            return value;
        } catch (UnrecognizedPropertyException e) {
            throw new RefusedException(
                    Refusal.MALFORMED_JSON, "There is no field " + printable(e.getPropertyName()) + " here.");
        } catch (JacksonException e) {
            throw new RefusedException(
                    Refusal.MALFORMED_JSON, "The body is not the JSON expected" + place(e) + where(e) + ".");
        }
    }

    /** What breaks a bound of the parser, such as the length of a number, has no place. */
    private static String place(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        return location == null ? "" : ", at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static String where(JacksonException e) {
        String field = e.getPath().isEmpty() ? null : e.getPath().get(0).getPropertyName();
        return field == null ? "" : ", in the field " + printable(field);
    }

    private static String printable(String text) {
        String safe = text.replaceAll("[^\\x20-\\x7e]", "?");
        return safe.length() > 80 ? safe.substring(0, 80) + "..." : safe;
    }
}
