/** What a run keeps on disk: its record, its keys, its lock. */
@NullMarked
package dev.equipoise.launcher.state;

import org.jspecify.annotations.NullMarked;
