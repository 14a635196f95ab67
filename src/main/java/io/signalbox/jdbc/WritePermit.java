package io.signalbox.jdbc;

/** The right to use the writer, and who has it. */
final class WritePermit {

    private final Holder holder;

    WritePermit(Thread thread, long since, String statement, boolean diagnostics) {
        this.holder = new Holder(thread, since, statement, diagnostics);
    }

    Thread thread() {
        return holder.thread();
    }

    /** One sentence: who, since when, doing what. */
    String describe(long now) {
        return holder.describe("has held it", now);
    }
}
