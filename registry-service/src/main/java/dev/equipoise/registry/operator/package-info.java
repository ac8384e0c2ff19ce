/** How operators prove that they are operators. */
@NullMarked
package dev.equipoise.registry.operator;

import org.jspecify.annotations.NullMarked;
