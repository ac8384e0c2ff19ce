/** Who may see and who may act. */
@NullMarked
package dev.equipoise.console.signin;

import org.jspecify.annotations.NullMarked;
