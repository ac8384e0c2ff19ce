/** Makes a Spring application a client of the fleet: properties and what they switch on. */
@NullMarked
package dev.equipoise.client;

import org.jspecify.annotations.NullMarked;
