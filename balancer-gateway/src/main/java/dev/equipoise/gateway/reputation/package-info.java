/** What workers' standings are, and what this gateway reports for them. */
@NullMarked
package dev.equipoise.gateway.reputation;

import org.jspecify.annotations.NullMarked;
