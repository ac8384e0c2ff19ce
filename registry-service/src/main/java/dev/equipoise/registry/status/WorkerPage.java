package dev.equipoise.registry.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the list, or all of it.
 *
 * @param workers sorted by id
 * @param next what to give as {@code after} for the next page; missing where there is none
 */
record WorkerPage(
        List<WorkerView> workers,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String next) {}
