package dev.equipoise.launcher.up;

/** When the start-up caches of new jars are recorded. It costs half a minute and saves seconds of every later start. */
enum StartupCacheMode {
    /** While the suite runs, at the lowest priority: nobody waits for it. */
    BACKGROUND,
    /** Before the suite starts: the first start is as fast as the later ones, after a wait. */
    FIRST,
    /** Not at all. */
    OFF
}
