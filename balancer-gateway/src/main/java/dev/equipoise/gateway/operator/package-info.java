/** What operators alone may see and do, on the management port, and how they prove that they are operators. */
@NullMarked
package dev.equipoise.gateway.operator;

import org.jspecify.annotations.NullMarked;
