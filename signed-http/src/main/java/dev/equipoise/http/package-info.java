/** What services share that take signed requests: who may sign, what refusals cost, operators, problems. */
@NullMarked
package dev.equipoise.http;

import org.jspecify.annotations.NullMarked;
