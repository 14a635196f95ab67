package io.signalbox.sqlite;

import java.util.Optional;
import java.util.Properties;

/**
 * A name that is claimed by one user in this JVM, whatever class loader loaded that user: a system property, which all
 * class loaders share. Closing it gives the name back.
 *
 * <p>The value begins with the process's id: a process that was started with a copy of another's system properties is not
 * held to what the other claimed.
 */
final class JvmClaim implements AutoCloseable {

    private static final String PREFIX = "io.signalbox.claim ";
    private static final String PROCESS = ProcessHandle.current().pid() + " ";

    private final String key;
    private final String value;

    private JvmClaim(String key, String value) {
        this.key = key;
        this.value = value;
    }

    /**
     * Claims a name.
     *
     * @param claimant says who claims it, to whoever comes later
     * @return empty if it is claimed already, by this class loader's classes or by another's
     */
    static Optional<JvmClaim> on(Object name, String claimant) {
        JvmClaim claim = new JvmClaim(PREFIX + name, PROCESS + claimant);
        return claim.take() ? Optional.of(claim) : Optional.empty();
    }

    private boolean take() {
        Properties properties = System.getProperties();
        Object present = properties.putIfAbsent(key, value);
        boolean copied = present != null && !present.toString().startsWith(PROCESS);
        return present == null || (copied && properties.replace(key, present, value));
    }

    /** Who claimed a name; empty if nobody did. */
    static Optional<String> claimant(Object name) {
        return Optional.ofNullable(System.getProperty(PREFIX + name))
                .filter(value -> value.startsWith(PROCESS))
                .map(value -> value.substring(PROCESS.length()));
    }

    @Override
    public void close() {
        System.getProperties().remove(key, value);
    }
}
