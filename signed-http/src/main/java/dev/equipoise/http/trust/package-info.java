/** Which keys are enrolled. */
@NullMarked
package dev.equipoise.http.trust;

import org.jspecify.annotations.NullMarked;
