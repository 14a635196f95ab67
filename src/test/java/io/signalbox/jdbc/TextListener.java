package io.signalbox.jdbc;

import io.signalbox.sqlite.CheckpointResult;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a listener is told, as texts. */
final class TextListener implements DatabaseListener {

    private final List<String> told = new ArrayList<>();
    private ConnectionUse last;
    private volatile int synced; // written by one thread

    private synchronized void add(String event, ConnectionUse use) {
        told.add(event);
        last = use;
    }

    /** What was told since it was last asked for. */
    synchronized List<String> take() {
        List<String> taken = List.copyOf(told);
        told.clear();
        return taken;
    }

    synchronized boolean has(String event) {
        return told.contains(event);
    }

    /** How many commits were synced. */
    int synced() {
        return synced;
    }

    synchronized ConnectionUse lastUse() {
        return last;
    }

    @Override
    public void queued(ConnectionUse use) {
        add("queued " + use.kind(), use);
    }

    @Override
    public void acquired(ConnectionUse use, Duration waited) {
        add("acquired " + use.kind(), use);
    }

    @Override
    public void timedOut(ConnectionUse use, Duration waited, SQLException failure) {
        add("timed out " + failure.getClass().getSimpleName(), use);
    }

    @Override
    public void refused(ConnectionUse use, Duration waited, SQLException failure) {
        add("refused " + failure.getClass().getSimpleName(), use);
    }

    @Override
    public void released(ConnectionUse use, Duration held) {
        add("released", use);
    }

    @Override
    public void begun(ConnectionUse use) {
        add("begun", use);
    }

    @Override
    public void committed(ConnectionUse use) {
        add("committed", use);
    }

    @Override
    public void rolledBack(ConnectionUse use) {
        add("rolled back", use);
    }

    @Override
    public void outcomeUnknown(ConnectionUse use, CommitOutcomeUnknownException failure) {
        add("outcome unknown", use);
    }

    @Override
    public void leaked(Leak leak) {
        add("leaked " + leak.kind(), last);
    }

    @Override
    public void closed(Path database) {
        add("closed", last);
    }

    @Override
    public void synced(Path database, Duration took, int commits) {
        synced += commits; // by another thread, whenever it comes to it
    }

    @Override
    public void checkpointed(Path database, CheckpointResult result) {
        add("checkpointed " + result.mode(), last);
    }
}
