/** {@code sign}: the headers that make a request signed. */
@NullMarked
package dev.equipoise.launcher.sign;

import org.jspecify.annotations.NullMarked;
