package dev.equipoise.gateway.balancing;

import org.jspecify.annotations.Nullable;

/** What of a request its worker may depend on, whichever lane it takes. */
public interface Asked {

    /** The first value of this header; null for none. */
    @Nullable
    String header(String name);

    @Nullable
    String cookie(String name);

    /** The first value of this parameter, decoded; null for none. */
    @Nullable
    String query(String name);

    /** As it was sent, without the query. */
    String path();

    /** As text; null where it is not known. */
    @Nullable
    String clientAddress();
}
