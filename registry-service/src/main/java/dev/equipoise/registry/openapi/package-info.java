/** The description of the API for tools. */
@NullMarked
package dev.equipoise.registry.openapi;

import org.jspecify.annotations.NullMarked;
