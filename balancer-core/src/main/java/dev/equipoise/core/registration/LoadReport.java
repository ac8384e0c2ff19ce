package dev.equipoise.core.registration;

/**
 * What a worker says of its own load. A hint: balancing rests on what gateways see themselves.
 *
 * @param cpu share of its processors in use, 0 to 1
 * @param memory share of its memory in use, 0 to 1
 * @param bandwidth share of its bandwidth in use, 0 to 1
 * @param connections open connections
 * @param inFlight requests being served
 * @param queue requests waiting
 */
public record LoadReport(double cpu, double memory, double bandwidth, int connections, int inFlight, int queue) {

    public static final LoadReport NONE = new LoadReport(0, 0, 0, 0, 0, 0);

    /** @throws RefusedException with {@link Refusal#INVALID_FIELD} if a share or a count is out of its range */
    public LoadReport {
        checkShare(cpu, "cpu");
        checkShare(memory, "memory");
        checkShare(bandwidth, "bandwidth");
        if (connections < 0 || inFlight < 0 || queue < 0) {
            throw new RefusedException(Refusal.INVALID_FIELD, "Counts of a load report are never negative.");
        }
    }

    private static void checkShare(double share, String field) {
        if (!(share >= 0 && share <= 1)) {
            throw new RefusedException(Refusal.INVALID_FIELD, "The field " + field + " must be: a share from 0 to 1.");
        }
    }
}
