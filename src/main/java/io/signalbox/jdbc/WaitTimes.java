package io.signalbox.jdbc;

/** How long something took each time. To be guarded by its owner. */
interface WaitTimes {

    void record(long nanos);

    long count();

    /** All of them together, in microseconds. */
    long sum();

    /** In microseconds. */
    long percentile(double percentile);

    /** In microseconds. */
    long max();
}
