/** What operators do. */
@NullMarked
package dev.equipoise.console.action;

import org.jspecify.annotations.NullMarked;
