package io.signalbox.jdbc;

/** The right to use the writer, and who has it. */
final class WritePermit {

    private final Holder holder;

    WritePermit(Thread thread, long since, String statement, boolean diagnostics) {
        this.holder = new Holder(thread, since, statement, diagnostics);
    }

    Holder holder() {
        return holder;
    }

    Thread thread() {
        return holder.thread();
    }

    /** Nanoseconds. */
    long heldFor(long now) {
        return now - holder.since();
    }

    /** One sentence: who, since when, doing what. */
    String describe(long now) {
        return holder.describe("has held it", now);
    }

    /** Why the thread that has it is refused another. */
    String refusal(long now, String second) {
        return "this thread holds the writer already, and would wait for itself: "
                + holder.refusal("has held it", now, second);
    }
}
