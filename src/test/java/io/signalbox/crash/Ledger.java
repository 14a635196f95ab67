package io.signalbox.crash;

import java.util.HashSet;
import java.util.Set;

/** What an application was told of its transactions: {@link CrashLoad} prints it. */
final class Ledger {

    static final char ACKNOWLEDGED = '+';
    static final char REFUSED = '-';
    static final char UNKNOWN = '?';

    private final Set<Id> acknowledged = new HashSet<>();
    private final Set<Id> refused = new HashSet<>();
    private final Set<Id> unknown = new HashSet<>();

    /** A transaction by its thread, and its number there. */
    record Id(int thread, int number) {}

    static String line(char outcome, Id id) {
        return outcome + " " + id.thread() + " " + id.number() + "\n";
    }

    /** Lines as {@link #line} makes them. */
    void told(String lines) {
        lines.lines().forEach(this::toldLine);
    }

    private void toldLine(String line) {
        String[] words = line.split(" ");
        Id id = new Id(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
        switch (line.charAt(0)) {
            case ACKNOWLEDGED -> {
                acknowledged.add(id);
                refused.remove(id); // it was tried again
            }
            case REFUSED -> refused.add(id);
            case UNKNOWN -> unknown.add(id);
            default -> throw new IllegalArgumentException(line);
        }
    }

    Set<Id> acknowledged() {
        return acknowledged;
    }

    Set<Id> refused() {
        return refused;
    }

    Set<Id> unknown() {
        return unknown;
    }
}
