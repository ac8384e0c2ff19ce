/** What a client knows of the fleet: read from a registry at a steady pace, kept while the registry is away. */
@NullMarked
package dev.equipoise.client.fleet;

import org.jspecify.annotations.NullMarked;
