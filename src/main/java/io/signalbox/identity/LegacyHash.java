package io.signalbox.identity;

import java.util.List;
import java.util.Optional;

/** A password hash of another system: it can be verified, at a bounded cost, and is never made. */
interface LegacyHash {

    /** What reads a text as a hash of its format. */
    interface Format {
        /** The hash that the text stands for; empty if it is none of this format, or too costly. */
        Optional<LegacyHash> parse(String text);
    }

    /** By what their texts begin with, so that at most one of them reads a text. */
    List<Format> FORMATS = List.of(BcryptHash::parse, ShaCryptHash::parse, Pbkdf2Hash::parse, ScryptHash::parse);

    int MAX_LENGTH = 512;

    static Optional<LegacyHash> of(String text) {
        return text.length() > MAX_LENGTH
                ? Optional.empty()
                : FORMATS.stream()
                        .flatMap(format -> format.parse(text).stream())
                        .findFirst();
    }

    /** True if the hash is that of the password, in UTF-8. */
    boolean matches(byte[] password);
}
