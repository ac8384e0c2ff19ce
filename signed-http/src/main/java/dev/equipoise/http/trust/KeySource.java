package dev.equipoise.http.trust;

/** Where a key comes from. Where two have the same id, the earlier of this list counts. */
public enum KeySource {
    /** {@code equipoise.trust.keys}. */
    CONFIGURATION,
    /** A file of {@code equipoise.trust.directory}. */
    DIRECTORY,
    /** Enrolled at run time with a join token. */
    ENROLLED
}
