/** How operators prove that they are operators. */
@NullMarked
package dev.equipoise.http.operator;

import org.jspecify.annotations.NullMarked;
