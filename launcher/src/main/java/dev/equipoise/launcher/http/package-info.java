/** Asking services over HTTP, tolerant of those that do not answer yet. */
@NullMarked
package dev.equipoise.launcher.http;

import org.jspecify.annotations.NullMarked;
