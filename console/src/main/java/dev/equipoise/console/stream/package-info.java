/** What browsers are told, as it changes. */
@NullMarked
package dev.equipoise.console.stream;

import org.jspecify.annotations.NullMarked;
