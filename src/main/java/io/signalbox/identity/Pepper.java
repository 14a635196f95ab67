package io.signalbox.identity;

import java.util.Optional;

/**
 * Secret keys that password hashes depend on and that are not in the database, so that a copy of the database alone is no
 * use to guess passwords with. Each key has an id, which is stored in the hash; a hash under another key than the current
 * one is replaced at the next login. Who loses a key loses the passwords.
 *
 * <p>Implementations are safe for use by any number of threads.
 */
public interface Pepper {

    /** The id of the key for new hashes: 1 to 8 ASCII letters, digits, {@code _} or {@code -}. */
    String currentKeyId();

    /** The key of that id, 16 to 64 bytes that nobody changes; empty if there is none. */
    Optional<byte[]> key(String keyId);
}
