package io.signalbox.identity;

import io.signalbox.jdbc.TransactionMode;
import io.signalbox.session.TransactionOptions;

/** How these services write: the writer first, so that what they read before they write stays true until they have. */
final class Immediately {

    static final TransactionOptions IMMEDIATELY = TransactionOptions.mode(TransactionMode.IMMEDIATE);

    private Immediately() {}
}
