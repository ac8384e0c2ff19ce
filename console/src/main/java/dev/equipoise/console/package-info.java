/** The fleet on one page, live, and the verbs of operators behind a sign-in. */
@NullMarked
package dev.equipoise.console;

import org.jspecify.annotations.NullMarked;
