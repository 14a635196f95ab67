package io.signalbox.cli;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/** How long transactions took, in microseconds, to three digits: any number of threads record, one reads. */
final class Latencies {

    private static final long LONGEST_MICROS =
            TimeUnit.NANOSECONDS.toMicros(Duration.ofDays(1).toNanos());
    private static final int DIGITS = 3;

    private final Recorder recorder = new Recorder(LONGEST_MICROS, DIGITS);
    private final Histogram all = new Histogram(LONGEST_MICROS, DIGITS);
    private @Nullable Histogram latest;

    void record(long nanos) {
        recorder.recordValue(Math.min(TimeUnit.NANOSECONDS.toMicros(nanos), LONGEST_MICROS));
    }

    /** What was recorded since the last call, until the next one. */
    Histogram latest() {
        Histogram recorded = recorder.getIntervalHistogram(latest);
        latest = recorded;
        all.add(recorded);
        return recorded;
    }

    /** All that was recorded. */
    Histogram all() {
        latest();
        return all;
    }
}
