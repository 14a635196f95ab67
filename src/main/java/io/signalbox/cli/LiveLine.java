package io.signalbox.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** How a run goes: one line that is written over on a terminal, else a line now and then. For one thread. */
final class LiveLine implements AutoCloseable {

    private static final Duration ON_TERMINAL = Duration.ofMillis(500);
    private static final int LINES_ELSEWHERE = 10;

    private final PrintWriter out;
    private final boolean terminal;
    private final Duration interval;
    private int width;

    LiveLine(PrintWriter out, Duration run) {
        this(out, run, Terminal.isThere());
    }

    LiveLine(PrintWriter out, Duration run, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
        this.interval = terminal ? ON_TERMINAL : longer(Duration.ofSeconds(1), run.dividedBy(LINES_ELSEWHERE));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** How long to wait between one line and the next. */
    Duration interval() {
        return interval;
    }

    /** Shows a line of less than 80 characters. */
    void show(String line) {
        if (terminal) {
            width = Math.max(width, line.length());
            out.printf(Locale.ROOT, "\r%-" + width + "s", line);
        } else {
            out.println(line);
        }
        out.flush();
    }

    /** Leaves the last line where it is. */
    @Override
    public void close() {
        if (width > 0) {
            out.println();
            out.flush();
        }
    }
}
