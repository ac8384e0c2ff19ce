/** Answers that show which worker was picked, and ones that are slow or fail on request. */
@NullMarked
package dev.equipoise.worker.answer;

import org.jspecify.annotations.NullMarked;
