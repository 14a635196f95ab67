package io.signalbox.bench;

/**
 * What a system is asked to do.
 *
 * @param users how many there are in the database at the beginning
 * @param seconds how long each of the two loops runs, the closed and the open one
 */
record Request(String workload, Durability durability, int threads, int users, double seconds) {

    /** The name of what is no {@link Workload}: to open, read a user and close, again and again. */
    static final String OPEN_CLOSE = "open-close";

    private static final double RAMP_SECONDS = 0.3;
    private static final double OPENING_SECONDS = 0.6;
    private static final double SECONDS_A_USER = 1e-6;

    /** What makes rows those of one cell of the table; the same as {@link Row#cell()} of the answer. */
    String cell(String system) {
        return Row.cell(Stacks.titleOf(system, durability), workload, durability.of(system), threads, users);
    }

    /** How long it takes, both loops and what is around them. */
    double estimatedSeconds() {
        return 2 * seconds + RAMP_SECONDS + OPENING_SECONDS + users * SECONDS_A_USER;
    }
}
