/** What is configured of each service, read at the start and again when it changes. */
@NullMarked
package dev.equipoise.gateway.services;

import org.jspecify.annotations.NullMarked;
