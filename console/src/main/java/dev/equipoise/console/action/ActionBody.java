package dev.equipoise.console.action;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What an operator wants done to a worker.
 *
 * @param why for those who read the log later
 * @param minutes how long a quarantine lasts; until a pardon if missing
 */
record ActionBody(
        @NotBlank @Size(max = 400) @Pattern(regexp = "\\P{Cntrl}*")
        String why,

        @Nullable @Min(1) @Max(525_600) Integer minutes) {}
