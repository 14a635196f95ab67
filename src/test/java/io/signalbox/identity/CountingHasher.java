package io.signalbox.identity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A real hasher that remembers what it was asked to verify. */
public final class CountingHasher implements PasswordHasher {

    private final List<String> verified = Collections.synchronizedList(new ArrayList<>());
    private final List<String> hashed = Collections.synchronizedList(new ArrayList<>());
    private final PasswordHasher hasher;
    public volatile Runnable beforeVerify = () -> {};

    public CountingHasher(PasswordHasher hasher) {
        this.hasher = hasher;
    }

    /** How many verifications hashed, that is, had a readable hash before them. */
    public long verifications() {
        return verified.stream().filter(hasher::supports).count();
    }

    public int calls() {
        return verified.size();
    }

    public int hashes() {
        return hashed.size();
    }

    public void reset() {
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
