/** The gateway: one address in front of a fleet whose members come and go. */
@NullMarked
package dev.equipoise.gateway;

import org.jspecify.annotations.NullMarked;
