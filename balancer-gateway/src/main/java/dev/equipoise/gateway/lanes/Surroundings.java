package dev.equipoise.gateway.lanes;

import org.jspecify.annotations.Nullable;

/**
 * What besides the routes decides which lane a request takes.
 *
 * @param own paths the gateway itself may answer
 * @param whyAllSpring why no route takes the express lane; null if some may
 */
record Surroundings(OwnPaths own, @Nullable String whyAllSpring) {}
