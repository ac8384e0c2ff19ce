/** Which ports are free, and who has those that are not. */
@NullMarked
package dev.equipoise.launcher.ports;

import org.jspecify.annotations.NullMarked;
