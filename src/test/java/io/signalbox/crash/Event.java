package io.signalbox.crash;

import java.nio.charset.StandardCharsets;

/**
 * Something that a process asked of its disk.
 *
 * @param file the number of the file, which may be given to another once it has no name any more
 * @param at where it was written, the size it was cut to, or the number of the sync
 * @param bytes what was written, or the file's name
 */
record Event(Kind kind, long file, long at, byte[] bytes) {

    /** In the order of their numbers in a record, from 1. */
    enum Kind {
        /** The file has got its name, if it had none before. */
        CREATE,
        WRITE,
        TRUNCATE,
        SYNC_BEGUN,
        /** What was written before it began is on the disk. */
        SYNCED,
        /** What was written before it began may never get there, whatever a later sync says. */
        SYNC_FAILED,
        UNLINK,
        /** The process has printed something. */
        PRINT,
        /** A sync that did nothing and said that it did. */
        LIE
    }

    String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
