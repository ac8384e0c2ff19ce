/** The front: judges each HTTP/1.1 request, keeps requests in order, and sends each down one of the two lanes. */
@NullMarked
package dev.equipoise.gateway.lanes;

import org.jspecify.annotations.NullMarked;
