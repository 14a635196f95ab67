package io.signalbox.cli;

import io.signalbox.jdbc.DataSourceStatistics;
import io.signalbox.jdbc.WriteQueueStatistics;
import io.signalbox.text.TextTable;
import io.signalbox.text.TextTable.Column;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** What a run of the load comes to: the figures, whether all is well, and the table for people. */
record StressReport(
        StressSettings settings,
        StressLoad load,
        Crew crew,
        StressVerdict verdict,
        Errors errors,
        Optional<String> endedEarly,
        DataSourceStatistics statistics,
        long nanos) {

    /** A thread that has done nothing while another did so much has starved. */
    private static final long SHARE_THAT_SHOWS = 10;

    /** True if no update was lost or made twice, no read was torn, no error surfaced, nobody starved, and the file is whole. */
    boolean succeeded() {
        return verdict.isGood() && errors.all() == 0 && load.tornReads() == 0 && !somebodyStarved();
    }

    private boolean somebodyStarved() {
        return crew.smallestShare() == 0 && crew.largestShare() >= SHARE_THAT_SHOWS;
    }

    /** The figures by the names that they have in JSON. */
    Map<String, Object> figures() {
        Histogram reads = load.reads().all();
        Histogram writes = load.writes().all();
        Map<String, Object> figures = Figures.of(
                writes.getTotalCount(),
                verdict.duplicates(),
                load.rejected(),
                crew.total(),
                errors,
                verdict.lostUpdates(),
                statistics.writer(),
                crew,
                settings.threads());
        figures.put("errors", errors.locks() + errors.others());
        figures.put("unknown_outcomes", errors.unknownOutcomes());
        figures.put("torn_reads", load.tornReads());
        figures.put("retries", load.retries());
        figures.put("foreign_waits", statistics.transactions().foreignWaits());
        figures.put("others", verdict.others());
        figures.put("integrity", verdict.integrity());
        figures.put("seconds", Math.round(nanos / 1e6) / 1e3);
        figures.put("ended_early", endedEarly.isPresent());
        figures.put("durability", settings.durability());
        figures.put("mix", settings.mix().toString());
        figures.put("transactions_per_s", perSecond(crew.total()));
        putLatencies(figures, "read", reads);
        putLatencies(figures, "write", writes);
        return figures;
    }

    private void putLatencies(Map<String, Object> figures, String kind, Histogram micros) {
        figures.put(kind + "s", micros.getTotalCount());
        figures.put(kind + "s_per_s", perSecond(micros.getTotalCount()));
        figures.put(kind + "_p50_us", micros.getValueAtPercentile(50));
        figures.put(kind + "_p99_us", micros.getValueAtPercentile(99));
        figures.put(kind + "_p999_us", micros.getValueAtPercentile(99.9));
        figures.put(kind + "_max_us", micros.getMaxValue());
    }

    private long perSecond(long count) {
        return Math.round(count / (nanos / 1e9));
    }

    String render() {
        StringBuilder text = new StringBuilder();
        endedEarly.ifPresent(why ->
                text.append("Ended before its time, because ").append(why).append(".\n\n"));
        text.append(speed().render()).append('\n').append(checks().render());
        errors.first().forEach(error -> text.append("error: ").append(error).append('\n'));
        text.append(succeeded() ? "" : "\nA check failed: see the table.\n");
        return text.toString();
    }

    private TextTable speed() {
        Histogram reads = load.reads().all();
        Histogram writes = load.writes().all();
        return TextTable.of(Column.left("transactions"), Column.right("reads"), Column.right("writes"))
                .title(String.format(
                        Locale.ROOT,
                        "%d threads, %.1f s, %s: %,d transactions a second",
                        settings.threads(),
                        nanos / 1e9,
                        settings.durability(),
                        perSecond(crew.total())))
                .row("done", reads.getTotalCount(), writes.getTotalCount())
                .row("a second", perSecond(reads.getTotalCount()), perSecond(writes.getTotalCount()))
                .row("p50 (µs)", reads.getValueAtPercentile(50), writes.getValueAtPercentile(50))
                .row("p99 (µs)", reads.getValueAtPercentile(99), writes.getValueAtPercentile(99))
                .row("p99.9 (µs)", reads.getValueAtPercentile(99.9), writes.getValueAtPercentile(99.9))
                .row("max (µs)", reads.getMaxValue(), writes.getMaxValue());
    }

    private TextTable checks() {
        WriteQueueStatistics writer = statistics.writer();
        return TextTable.of(Column.left("what"), Column.right("how many"))
                .row("lost updates", verdict.lostUpdates())
                .row("updates made twice", verdict.duplicates())
                .row("torn reads", load.tornReads())
                .row("lock errors", errors.locks())
                .row("other errors", errors.others())
                .row("outcomes unknown", errors.unknownOutcomes())
                .row("integrity", verdict.integrity())
                .row("attempts beyond the first", load.retries())
                .row("counted by other programs", verdict.others())
                .row("waits for SQLite's write lock", statistics.transactions().foreignWaits())
                .row("wait for the writer, p50 (µs)", writer.waitP50Micros())
                .row("wait for the writer, p99 (µs)", writer.waitP99Micros())
                .row("wait for the writer, max (µs)", writer.waitMaxMicros())
                .row("longest queue for the writer", writer.longest())
                .row("smallest share of a thread", crew.smallestShare())
                .row("largest share of a thread", crew.largestShare());
    }
}
