package io.signalbox.history;

/**
 * What cannot have happened if the transactions had run one after the other.
 *
 * @param kind which of the known anomalies it is
 * @param explanation the transactions and values concerned
 */
public record Anomaly(Kind kind, String explanation) {

    /** Names as Adya has them ("Weak Consistency", 1999), where he has one. */
    public enum Kind {
        /** What was committed is not there. */
        LOST_APPEND,
        /** G1a: what was rolled back was seen, or is there. */
        ABORTED_READ,
        /** G1b: a transaction was seen by half. */
        INTERMEDIATE_READ,
        /** A transaction did not see its own appends, or two states at once. */
        INTERNAL,
        /** Two transactions saw one list in two orders, or a value that nobody appended, or one twice. */
        INCOMPATIBLE_ORDER,
        /** G0: a cycle of appends. */
        DIRTY_WRITE,
        /** G1c: a cycle of appends and of reads of what others appended. */
        CIRCULAR_FLOW,
        /** G2: a cycle in which somebody missed what another appended; lost update and write skew are such. */
        ANTI_DEPENDENCY,
        /** An order exists, and is not the one in which the transactions were seen to begin and end. */
        REAL_TIME
    }

    @Override
    public String toString() {
        return kind + ": " + explanation;
    }
}
