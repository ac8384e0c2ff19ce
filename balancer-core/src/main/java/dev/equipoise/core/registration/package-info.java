/** What a worker claims and how it proves it: claims, keys, signatures, leases. */
@NullMarked
package dev.equipoise.core.registration;

import org.jspecify.annotations.NullMarked;
