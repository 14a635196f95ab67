package io.signalbox.bench;

import java.time.Duration;

/** How much is done, and how much longer it takes: by an estimate first, then by what it turned out to be worth. */
final class Progress {

    private final long began = System.nanoTime();
    private final double allSeconds;
    private final int all;
    private double doneSeconds;
    private int done;

    /** Of so many measurements, which are estimated to take so long together. */
    Progress(int all, double allSeconds) {
        this.all = all;
        this.allSeconds = allSeconds;
    }

    /** Before anything is measured. */
    String estimate() {
        return all + " measurements, about " + text(allSeconds);
    }

    /** So much of the estimate is behind us. */
    void passed(double estimatedSeconds) {
        doneSeconds += estimatedSeconds;
    }

    /** One is measured; returns the beginning of its line. */
    String next() {
        done++;
        double worth = elapsedSeconds() / doneSeconds;
        return String.format("%d/%d, %s left: ", done, all, text((allSeconds - doneSeconds) * worth));
    }

    double elapsedSeconds() {
        return (System.nanoTime() - began) / 1e9;
    }

    private static String text(double seconds) {
        Duration duration = Duration.ofSeconds(Math.max(0, Math.round(seconds)));
        return String.format("%d:%02d:%02d", duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
    }
}
