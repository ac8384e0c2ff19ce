/** Membership as a worker lives it: register, beat, drain, leave. Knows no Spring. */
@NullMarked
package dev.equipoise.starter.registration;

import org.jspecify.annotations.NullMarked;
