package dev.equipoise.http.trust;

import java.util.Set;

/** Is told what is revoked, again and again, by one thread; what it throws is tried again at the next look. */
@FunctionalInterface
public interface RevocationListener {

    /** @param keyIds all there are, known ones included */
    void revoked(Set<String> keyIds);
}
