/** Sessions: the requests of one client that belong to one worker. */
@NullMarked
package dev.equipoise.gateway.affinity;

import org.jspecify.annotations.NullMarked;
