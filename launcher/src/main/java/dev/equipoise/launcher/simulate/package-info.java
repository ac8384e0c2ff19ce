/** {@code simulate}: what each policy makes of a scenario, as a table and plots. */
@NullMarked
package dev.equipoise.launcher.simulate;

import org.jspecify.annotations.NullMarked;
