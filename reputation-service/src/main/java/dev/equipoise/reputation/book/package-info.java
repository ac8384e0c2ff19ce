/** What the log of facts says, as every replica reads it. */
@NullMarked
package dev.equipoise.reputation.book;

import org.jspecify.annotations.NullMarked;
