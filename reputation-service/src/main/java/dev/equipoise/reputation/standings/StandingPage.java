package dev.equipoise.reputation.standings;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the list, or all of it.
 *
 * @param standings sorted by id
 * @param next what to give as {@code after} for the next page; missing where there is none
 */
record StandingPage(
        List<StandingView> standings,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String next) {}
