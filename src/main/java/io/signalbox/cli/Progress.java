package io.signalbox.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** How far a phase of a job is: a bar on a terminal, else a line at each quarter. Safe for use by any number of threads. */
final class Progress implements AutoCloseable {

    private final String phase;
    private final long total;
    private final PrintWriter out;
    private final AtomicLong done = new AtomicLong();
    private final @Nullable ProgressBar bar;

    Progress(String phase, long total, PrintWriter out) {
        this.phase = phase;
        this.total = total;
        this.out = out;
        this.bar = Terminal.isThere()
                ? new ProgressBarBuilder()
                        .setTaskName(phase)
                        .setInitialMax(total)
                        .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                        .setUpdateIntervalMillis(100)
                        .showSpeed()
                        .build()
                : null;
    }

    void step() {
        long now = done.incrementAndGet();
        if (bar != null) {
            bar.step();
        } else if (now * 4 / total != (now - 1) * 4 / total) {
            out.printf(Locale.ROOT, "%s: %d of %d%n", phase, now, total);
            out.flush();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
