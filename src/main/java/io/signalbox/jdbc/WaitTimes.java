package io.signalbox.jdbc;

/** How long the waits were that ended with the writer, in microseconds. To be guarded by its owner. */
interface WaitTimes {

    void record(long micros);

    long count();

    /** All of them together. */
    long sum();

    long percentile(double percentile);

    long max();
}
