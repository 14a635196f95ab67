package io.signalbox.jdbc;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** {@link WaitTimes} in an amount of memory that grows with the longest only, to three digits; safe for use by any number of threads. */
final class WaitHistogram implements WaitTimes {

    private static final long LONGEST_MICROS = Duration.ofDays(1).toNanos() / 1_000;

    private final Histogram histogram = new ConcurrentHistogram(3);
    private final LongAdder sum = new LongAdder();

    @Override
    public void record(long nanos) {
        histogram.recordValue(Math.min(nanos / 1_000, LONGEST_MICROS));
        sum.add(nanos);
    }

    @Override
    public long count() {
        return histogram.getTotalCount();
    }

    @Override
    public long sum() {
        return sum.sum() / 1_000;
    }

    @Override
    public long percentile(double percentile) {
        return histogram.getValueAtPercentile(percentile);
    }

    @Override
    public long max() {
        return histogram.getMaxValue();
    }
}
