/** Who is in the fleet: immutable workers and fleets, and the change log that keeps a copy of them up to date. */
@NullMarked
package dev.equipoise.core.membership;

import org.jspecify.annotations.NullMarked;
