/** The fleet as Spring Cloud's discovery clients. */
@NullMarked
package dev.equipoise.client.discovery;

import org.jspecify.annotations.NullMarked;
