/** The status of every node, for people and machines. */
@NullMarked
package dev.equipoise.registry.status;

import org.jspecify.annotations.NullMarked;
