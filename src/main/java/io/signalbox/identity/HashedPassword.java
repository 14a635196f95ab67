package io.signalbox.identity;

/**
 * A password that was checked and hashed, ready to be stored; {@link UserService#hashPassword} makes it. Immutable,
 * and opaque: the hash is not to be had from it.
 */
public final class HashedPassword {

    private final String hash;

    HashedPassword(String hash) {
        this.hash = hash;
    }

    String hash() {
        return hash;
    }

    /** The same text for each of them, without the hash. */
    @Override
    public String toString() {
        return "HashedPassword[hidden]";
    }
}
