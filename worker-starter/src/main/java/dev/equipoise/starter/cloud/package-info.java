/** The worker as Spring Cloud knows registrations. Only where Spring Cloud is on the class path. */
@NullMarked
package dev.equipoise.starter.cloud;

import org.jspecify.annotations.NullMarked;
