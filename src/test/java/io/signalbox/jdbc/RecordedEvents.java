package io.signalbox.jdbc;

import io.signalbox.sqlite.CheckpointResult;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Listens to every database of every test, and remembers what should not be: an event that is told while the thread holds a
 * lock of ours, and an end without its beginning. {@link EventsExtension} fails the test then.
 */
public final class RecordedEvents implements DatabaseListener {

    private static final int ALL_OF_THE_FIRST = 100; // of each kind of event of each statement
    private static final int ONE_OF = 64;
    private static final Map<String, AtomicLong> TIMES = new ConcurrentHashMap<>();
    private static final Queue<String> WRONG = new ConcurrentLinkedQueue<>();

    private static final Map<Path, AtomicLong> OPENINGS = new ConcurrentHashMap<>();

    private final Map<ConnectionUse, State> uses = new ConcurrentHashMap<>();

    /** What one use has come to. */
    private static final class State {
        boolean queued;
        boolean acquired;
        boolean begun;
        boolean released;
    }

    /** What should not have been; and forgets it. */
    static List<String> takeWrong() {
        List<String> wrong = new ArrayList<>();
        for (String next = WRONG.poll(); next != null; next = WRONG.poll()) {
            wrong.add(next);
        }
        return wrong;
    }

    /** How often it was told that a database is open. */
    static long openings(Path database) {
        return OPENINGS.getOrDefault(database, new AtomicLong()).get();
    }

    private static void wrong(String event, Object what, String why) {
        StringBuilder stack = new StringBuilder();
        for (StackTraceElement frame : Thread.currentThread().getStackTrace()) {
            stack.append("\n    at ").append(frame);
        }
        WRONG.add(event + " of " + what + ": " + why + stack);
    }

    private void check(String event, ConnectionUse use, boolean right) {
        checkLocks(event, use);
        if (!right) {
            wrong(event, use, "an end without its beginning, or a second one");
        }
    }

    private static void checkLocks(String event, Object what) {
        String work = what instanceof ConnectionUse use ? use.kind() + use.statement() : "";
        AtomicLong times = TIMES.computeIfAbsent(event + work, unused -> new AtomicLong());
        long number = times.incrementAndGet();
        if (number > ALL_OF_THE_FIRST && number % ONE_OF != 0) {
            return; // to look through an engine takes longer than a transaction
        }
        List<String> held = HeldLocks.ofAllEngines();
        if (!held.isEmpty()) {
            wrong(event, what, "told while the thread holds " + held);
        }
    }

    private State of(ConnectionUse use) {
        return uses.computeIfAbsent(use, unused -> new State());
    }

    private void forgetIfOver(ConnectionUse use, State state) {
        if (state.released && !state.begun) {
            uses.remove(use);
        }
    }

    @Override
    public void opened(Path database) {
        checkLocks("opened", database);
        OPENINGS.computeIfAbsent(database, unused -> new AtomicLong()).incrementAndGet();
    }

    @Override
    public void closed(Path database) {
        checkLocks("closed", database);
    }

    @Override
    public void queued(ConnectionUse use) {
        State state = of(use);
        check("queued", use, !state.queued && !state.acquired);
        state.queued = true;
    }

    @Override
    public void acquired(ConnectionUse use, Duration waited) {
        State state = of(use);
        check("acquired", use, !state.acquired);
        state.acquired = true;
    }

    @Override
    public void timedOut(ConnectionUse use, Duration waited, SQLException failure) {
        ended("timed out", use);
    }

    @Override
    public void refused(ConnectionUse use, Duration waited, SQLException failure) {
        ended("refused", use);
    }

    private void ended(String event, ConnectionUse use) {
        State state = of(use);
        check(event, use, !state.begun && !state.released);
        if (!state.acquired) {
            uses.remove(use);
        }
    }

    @Override
    public void begun(ConnectionUse use) {
        State state = of(use);
        check("begun", use, state.acquired && !state.begun && !state.released);
        state.begun = true;
    }

    @Override
    public void committed(ConnectionUse use) {
        transactionEnded("committed", use);
    }

    @Override
    public void rolledBack(ConnectionUse use) {
        transactionEnded("rolled back", use);
    }

    @Override
    public void outcomeUnknown(ConnectionUse use, CommitOutcomeUnknownException failure) {
        transactionEnded("outcome unknown", use);
    }

    private void transactionEnded(String event, ConnectionUse use) {
        State state = of(use);
        check(event, use, state.begun);
        state.begun = false;
        forgetIfOver(use, state);
    }

    @Override
    public void released(ConnectionUse use, Duration held) {
        State state = of(use);
        check("released", use, state.acquired && !state.released);
        state.released = true;
        forgetIfOver(use, state);
    }

    @Override
    public void leaked(Leak leak) {
        checkLocks("leaked", leak);
    }

    @Override
    public void snapshotAged(AgedSnapshot snapshot) {
        checkLocks("snapshot aged", snapshot);
    }

    @Override
    public void retried(Path database, int attempt, Throwable failure) {
        checkLocks("retried", attempt);
    }

    @Override
    public void synced(Path database, Duration took, int commits) {
        checkLocks("synced", database);
    }

    @Override
    public void checkpointed(Path database, CheckpointResult result) {
        checkLocks("checkpointed", result);
    }
}
