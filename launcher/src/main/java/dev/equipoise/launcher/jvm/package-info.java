/** How our services are run on a JVM: jars, flags, start-up caches. */
@NullMarked
package dev.equipoise.launcher.jvm;

import org.jspecify.annotations.NullMarked;
