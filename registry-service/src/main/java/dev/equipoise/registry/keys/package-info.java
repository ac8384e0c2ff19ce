/** How keys are enrolled, shown and revoked while the registry runs. */
@NullMarked
package dev.equipoise.registry.keys;

import org.jspecify.annotations.NullMarked;
