package io.signalbox;

import org.jspecify.annotations.Nullable;

/** The one form in which each of SQLite's values is in a {@link Table}. */
final class StoredForm {

    private StoredForm() {}

    /**
     * A Long, a Double, a String, a copy of a byte[], or null.
     *
     * @throws IllegalArgumentException if SQLite stores no such value
     */
    static @Nullable Object of(@Nullable Object value) {
        if (value == null || value instanceof Long || value instanceof Double || value instanceof String) {
            return value;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Float real) {
            return real.doubleValue();
        }
        if (value instanceof byte[] blob) {
            return blob.clone();
        }
        throw new IllegalArgumentException(
                "SQLite stores no " + value.getClass().getName()
                        + ", but integers, reals, texts and blobs: a table has them as Long, Double, String and byte[]");
    }
}
