/** The command line: which commands there are, and how they end. */
@NullMarked
package dev.equipoise.launcher;

import org.jspecify.annotations.NullMarked;
