/** What an address costs us whose requests do not prove themselves, and how much of that it may cost. */
@NullMarked
package dev.equipoise.http.limit;

import org.jspecify.annotations.NullMarked;
