/** Detection points for clients: what they do that is worth noticing, and what is done about it. */
@NullMarked
package dev.equipoise.gateway.clients;

import org.jspecify.annotations.NullMarked;
