/** Trace context and spans of requests: W3C headers in and out, OpenTelemetry behind one property. Nothing of it is loaded while it is off. */
@NullMarked
package dev.equipoise.gateway.tracing;

import org.jspecify.annotations.NullMarked;
