package io.signalbox.identity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A real hasher that remembers what it was asked to verify. */
final class CountingHasher implements PasswordHasher {

    private final List<String> verified = Collections.synchronizedList(new ArrayList<>());
    private final List<String> hashed = Collections.synchronizedList(new ArrayList<>());
    private final PasswordHasher hasher;
    volatile Runnable beforeVerify = () -> {};

    CountingHasher(PasswordHasher hasher) {
        this.hasher = hasher;
    }

    /** How many verifications hashed, that is, had a readable hash before them. */
    long verifications() {
        return verified.stream().filter(hasher::supports).count();
    }

    int calls() {
        return verified.size();
    }

    int hashes() {
        return hashed.size();
    }

    void reset() {
        verified.clear();
        hashed.clear();
    }

    @Override
    public String hash(char[] password) {
        String hash = hasher.hash(password);
        hashed.add(hash);
        return hash;
    }

    @Override
    public boolean verify(char[] password, String hash) {
        verified.add(hash);
        beforeVerify.run();
        return hasher.verify(password, hash);
    }

    @Override
    public boolean supports(String hash) {
        return hasher.supports(hash);
    }

    @Override
    public boolean needsRehash(String hash) {
        return hasher.needsRehash(hash);
    }
}
