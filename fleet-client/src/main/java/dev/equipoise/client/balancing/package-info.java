/** Our policies where Spring Cloud LoadBalancer expects a load balancer, and the load that its clients cause. */
@NullMarked
package dev.equipoise.client.balancing;

import org.jspecify.annotations.NullMarked;
