package io.signalbox;

import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What libraries warn of while a test runs: many catch an exception, log it and go on. */
public final class Warnings extends Handler implements AutoCloseable {

    private final List<Logger> loggers;
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    /** Listens to the loggers of these names, and to those below them. */
    public Warnings(String... names) {
        loggers = Arrays.stream(names).map(Logger::getLogger).toList();
        loggers.forEach(logger -> logger.addHandler(this));
        setLevel(Level.WARNING);
        setFormatter(new SimpleFormatter());
    }

    @Override
    public void publish(LogRecord record) {
        if (isLoggable(record)) {
            seen.add(getFormatter().format(record));
        }
    }

    public List<String> seen() {
        return List.copyOf(seen);
    }

    @Override
    public void flush() {
        // kept in memory
    }

    @Override
    public void close() {
        loggers.forEach(logger -> logger.removeHandler(this));
    }
}
