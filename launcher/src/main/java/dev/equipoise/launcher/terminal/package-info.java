/** What a person sees: tables and the line that moves. */
@NullMarked
package dev.equipoise.launcher.terminal;

import org.jspecify.annotations.NullMarked;
