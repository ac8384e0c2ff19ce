/** Who gets the next request: policies that build pickers from fleets. */
@NullMarked
package dev.equipoise.core.policy;

import org.jspecify.annotations.NullMarked;
