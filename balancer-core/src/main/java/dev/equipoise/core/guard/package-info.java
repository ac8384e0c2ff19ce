/** What stands between the fleet and the policy: who is out of sight for a while, who counts less, who is full. */
@NullMarked
package dev.equipoise.core.guard;

import org.jspecify.annotations.NullMarked;
