/** Processes: started detached, watched, ended gently and then not. */
@NullMarked
package dev.equipoise.launcher.process;

import org.jspecify.annotations.NullMarked;
