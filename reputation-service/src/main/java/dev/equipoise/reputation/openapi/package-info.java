/** The description of the API for tools. */
@NullMarked
package dev.equipoise.reputation.openapi;

import org.jspecify.annotations.NullMarked;
