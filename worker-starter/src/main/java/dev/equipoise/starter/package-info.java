/** Makes a Spring Boot web application a worker: properties, identity, and when to join and to go. */
@NullMarked
package dev.equipoise.starter;

import org.jspecify.annotations.NullMarked;
