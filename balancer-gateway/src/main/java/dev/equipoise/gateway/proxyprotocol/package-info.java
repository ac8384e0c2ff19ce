/** Connections that a trusted proxy passes on with a header of the PROXY protocol in front, which says whose they are. */
@NullMarked
package dev.equipoise.gateway.proxyprotocol;

import org.jspecify.annotations.NullMarked;
