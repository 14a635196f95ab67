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
}
