/**
 * A discrete-event simulation of gateways and their fleet in virtual time, with the policies that production runs. It
 * lives in the test tree and is shipped with the launcher, so it knows the JDK and core alone.
 */
@NullMarked
package dev.equipoise.core.simulation;

import org.jspecify.annotations.NullMarked;
