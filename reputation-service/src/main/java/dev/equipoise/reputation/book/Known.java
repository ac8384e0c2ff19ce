package dev.equipoise.reputation.book;

/**
 * What the log says of a worker besides its score. Times are milliseconds since 1970.
 *
 * @param firstAt when the first fact was
 * @param lastAt when the last one was
 * @param place its owner and address, {@code owner@host:port}; empty where it is not known
 * @param isLost whether it is down because its lease ended
 * @param lostAt when that was, if it is its own fault; otherwise 0
 * @param incarnation the life of the registry's store that {@code version} is of; empty for none
 * @param version of the registry's last change that became a fact about this worker
 */
public record Known(
        long firstAt, long lastAt, String place, boolean isLost, long lostAt, String incarnation, long version) {

    public static final Known NOTHING = new Known(0, 0, "", false, 0, "", 0);

    /** {@code owner@host:port} as facts have it. */
    public static String place(String owner, String authority) {
        return owner + '@' + authority;
    }

    /** Host and port of a place; empty where it is not known. */
    public String authority() {
        return place.substring(place.lastIndexOf('@') + 1);
    }

    /** Whether a change of this version in this life of the store is a fact already. */
    public boolean has(String life, long change) {
        return incarnation.equals(life) && change <= version;
    }
}
