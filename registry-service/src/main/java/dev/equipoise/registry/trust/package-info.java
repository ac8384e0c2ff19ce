/** Which keys are enrolled. */
@NullMarked
package dev.equipoise.registry.trust;

import org.jspecify.annotations.NullMarked;
