package io.signalbox.cli;

import io.signalbox.jdbc.WriteQueueStatistics;
import io.signalbox.text.TextTable;
import io.signalbox.text.TextTable.Column;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** What a run of the main job comes to: the figures, whether they add up, and the table for people. */
record JobReport(
        Path file,
        int threads,
        long rows,
        RegistrationPhase registration,
        long transactions,
        Crew appenders,
        long wrongLogins,
        long users,
        long lostUpdates,
        Errors errors,
        WriteQueueStatistics writer,
        long nanos) {

    private long accepted() {
        return registration.accepted().size();
    }

    private long rejected() {
        return registration.rejected().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** True if no update was lost, no error surfaced, and every row is accounted for. */
    boolean succeeded() {
        return lostUpdates == 0 && errors.all() == 0 && addsUp();
    }

    private boolean addsUp() {
        return accepted() + registration.duplicates() + rejected() == rows && users == accepted() && wrongLogins == 0;
    }

    /** The figures by the names that they have in JSON. */
    Map<String, Object> figures() {
        return Figures.of(
                accepted(),
                registration.duplicates(),
                rejected(),
                transactions,
                errors,
                lostUpdates,
                writer,
                appenders,
                threads);
    }

    String render() {
        StringBuilder text = new StringBuilder(table().render());
        errors.first().forEach(error -> text.append("error: ").append(error).append('\n'));
        text.append(succeeded() ? "" : "\nThe counts do not add up, or something was lost: see the table.\n");
        text.append("\nThe database: ").append(file.toAbsolutePath()).append('\n');
        text.append(next());
        return text.toString();
    }

    private TextTable table() {
        TextTable table = TextTable.of(Column.left("what"), Column.right("how many"))
                .title(String.format(Locale.ROOT, "%d threads, one SQLite file, %.1f s", threads, nanos / 1e9))
                .row("rows accepted", accepted())
                .row("duplicates", registration.duplicates())
                .row("rejected", rejected());
        for (Map.Entry<String, Long> reason : registration.rejected().entrySet()) {
            table = table.row("  " + reason.getKey(), reason.getValue());
        }
        return table.row("transactions", transactions)
                .row("lock errors", errors.locks())
                .row("outcomes unknown", errors.unknownOutcomes())
                .row("other errors", errors.others())
                .row("lost updates", lostUpdates)
                .row("logins that went wrong", wrongLogins)
                .row("wait for the writer, p50 (µs)", writer.waitP50Micros())
                .row("wait for the writer, p99 (µs)", writer.waitP99Micros())
                .row("wait for the writer, max (µs)", writer.waitMaxMicros())
                .row("longest queue for the writer", writer.longest())
                .row("smallest share of a thread", appenders.smallestShare())
                .row("largest share of a thread", appenders.largestShare());
    }

    private String next() {
        return """

                Three things to try next:
                  ./mvnw -q compile exec:java -Dexec.args="--threads 256"
                  ./mvnw -q compile exec:java -Dexec.args="--users FILE"     email,username,display_name,password,roles
                  ./mvnw -q compile exec:java -Dexec.args="--json FILE"      the same figures for a program
                """;
    }
}
