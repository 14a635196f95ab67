package io.signalbox.identity;

import io.signalbox.jdbc.TransactionMode;
import io.signalbox.session.TransactionOptions;
import io.signalbox.sqlite.Durability;

/** How these services write: the writer first, so that what they read before they write stays true until they have. */
final class Immediately {

    static final TransactionOptions IMMEDIATELY = TransactionOptions.mode(TransactionMode.IMMEDIATE);

    /** What is no loss if the power goes, and is not to be waited for. */
    static final TransactionOptions WITHOUT_SYNC = IMMEDIATELY.withDurability(Durability.CRASH_SAFE);

    private Immediately() {}
}
