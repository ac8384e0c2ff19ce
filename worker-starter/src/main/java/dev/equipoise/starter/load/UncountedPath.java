package dev.equipoise.starter.load;

/** Which requests are probes rather than work. */
final class UncountedPath {

    private UncountedPath() {}

    /** @param prefix empty for none */
    static boolean matches(String prefix, String path, String contextPath) {
        if (prefix.isEmpty() || !path.startsWith(prefix, contextPath.length())) {
            return false;
        }
        int end = contextPath.length() + prefix.length();
        return path.length() == end || path.charAt(end) == '/';
    }
}
