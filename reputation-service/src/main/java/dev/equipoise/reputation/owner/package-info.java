/** What the one replica does that owns the log: evidence into facts, facts into standings. */
@NullMarked
package dev.equipoise.reputation.owner;

import org.jspecify.annotations.NullMarked;
