/** Descriptions of APIs for tools. */
@NullMarked
package dev.equipoise.http.openapi;

import org.jspecify.annotations.NullMarked;
