package io.signalbox.cli;

import io.signalbox.Database;
import io.signalbox.jdbc.DataSourceStatistics;
import jakarta.persistence.PersistenceConfiguration;
import jakarta.persistence.PersistenceException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Puts a load on a database for some time, and compares what it holds then with what the threads were told. */
final class StressJob {

    private final StressSettings settings;
    private final PrintWriter out;
    private final Ending ending;
    private final Errors errors = new Errors();

    StressJob(StressSettings settings, PrintWriter out, Ending ending) {
        this.settings = settings;
        this.out = out;
        this.ending = ending;
    }

    StressReport run() throws InterruptedException {
        try (Database database = open()) {
            StressTable table = new StressTable(database);
            table.create(settings.replace());
            try {
                return run(database, table);
            } finally {
                dropIfNotKept(table);
            }
        }
    }

    private Database open() {
        PersistenceConfiguration configuration = new PersistenceConfiguration("stress")
                .property("jakarta.persistence.jdbc.url", settings.url())
                // each is counted and told of; in UPGRADE there are thousands, which are tried again
                .property("hibernate.jdbc.log.errors", "false")
                .managedClass(StressCounter.class);
        settings.settings().forEach(configuration::property);
        return Database.open(configuration);
    }

    private StressReport run(Database database, StressTable table) throws InterruptedException {
        StressLoad load = new StressLoad(database, settings.mix(), ending, errors);
        Crew crew = new Crew("stress", settings.threads(), load::run, errors);
        out.println(settings.summary());
        out.flush();
        long begun = System.nanoTime();
        crew.start();
        watch(database, load, begun);
        crew.join();
        long nanos = System.nanoTime() - begun;
        return new StressReport(
                settings, load, crew, verdict(table, load), errors, ending.reason(), database.statistics(), nanos);
    }

    /** Shows how it goes, and ends it when its time is up. */
    private void watch(Database database, StressLoad load, long begun) throws InterruptedException {
        try (LiveLine line = new LiveLine(out, settings.time())) {
            long shown = begun;
            while (!ending.isOver()) {
                Duration left = settings.time().minusNanos(System.nanoTime() - begun);
                ending.await(left.compareTo(line.interval()) < 0 ? left : line.interval());
                long now = System.nanoTime();
                line.show(line(load, database.statistics(), now - begun, now - shown));
                shown = now;
                if (settings.time().toNanos() <= now - begun) {
                    ending.timeIsUp();
                }
            }
        }
    }

    private String line(StressLoad load, DataSourceStatistics statistics, long nanos, long interval) {
        Histogram reads = load.reads().latest();
        Histogram writes = load.writes().latest();
        return String.format(
                Locale.ROOT,
                "%4d s  %,7.0f tx/s  queue %d w, %d r  p99 %,.1f ms w, %,.1f ms r  %d errors",
                nanos / 1_000_000_000,
                (reads.getTotalCount() + writes.getTotalCount()) / (interval / 1e9),
                statistics.writer().waiting(),
                statistics.readersWaiting(),
                writes.getValueAtPercentile(99) / 1e3,
                reads.getValueAtPercentile(99) / 1e3,
                errors.all());
    }

    private StressVerdict verdict(StressTable table, StressLoad load) {
        try {
            return table.verdict(load);
        } catch (PersistenceException e) {
            errors.add(e);
            return StressVerdict.none(e);
        }
    }

    private void dropIfNotKept(StressTable table) {
        try {
            if (!settings.keep()) {
                table.drop();
            }
        } catch (PersistenceException e) {
            errors.add(e);
        }
    }
}
