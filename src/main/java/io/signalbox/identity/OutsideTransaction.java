package io.signalbox.identity;

import io.signalbox.session.Transactions;

/** The rule that no password is hashed inside a transaction: every other writer would wait for the hash. */
final class OutsideTransaction {

    private OutsideTransaction() {}

    static void require(Transactions transactions, String operation) {
        if (transactions.isActive()) {
            throw new IllegalStateException(operation + " hashes a password, which takes long, and thread "
                    + Thread.currentThread().getName()
                    + " is inside a transaction: hash first, then open the transaction");
        }
    }
}
