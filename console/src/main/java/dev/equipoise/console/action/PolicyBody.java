package dev.equipoise.console.action;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** The policy a service shall have, and why. */
record PolicyBody(
        @NotBlank @Size(max = 64) String policy,

        @NotBlank @Size(max = 400) @Pattern(regexp = "\\P{Cntrl}*")
        String why) {}
