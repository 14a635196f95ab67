package io.signalbox.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import org.jspecify.annotations.Nullable;

/**
 * What Java's values are bound as: SQLite knows integers, reals, texts and blobs. The forms are the driver's own, so that
 * a database reads the same with and without this library: dates of {@code java.sql} as milliseconds, a BigDecimal and
 * whatever else as its text.
 */
final class Values {

    private Values() {}

    @SuppressWarnings("JavaUtilDate") // what JDBC hands over
    static @Nullable Object of(@Nullable Object value) throws SQLException {
        if (value == null
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Float
                || value instanceof Double
                || value instanceof String
                || value instanceof byte[]) {
            return value;
        }
        if (value instanceof Short || value instanceof Byte) {
            return ((Number) value).intValue();
        }
        if (value instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        if (value instanceof java.util.Date date) {
            return date.getTime();
        }
        if (value instanceof Blob blob) {
            return bytes(blob.getBinaryStream(), blob.length());
        }
        if (value instanceof Clob clob) {
            return text(clob.getCharacterStream(), clob.length());
        }
        return value.toString();
    }

    static byte @Nullable [] bytes(@Nullable InputStream stream, long length) throws SQLException {
        if (stream == null) {
            return null;
        }
        try {
            return length == Long.MAX_VALUE ? stream.readAllBytes() : stream.readNBytes(Math.toIntExact(length));
        } catch (IOException e) {
            throw new SQLDataException("the stream of a parameter could not be read", "22000", e);
        }
    }

    static @Nullable String ascii(@Nullable InputStream stream, long length) throws SQLException {
        byte[] bytes = bytes(stream, length);
        return bytes == null ? null : new String(bytes, StandardCharsets.US_ASCII);
    }

    static @Nullable String utf8(@Nullable InputStream stream, long length) throws SQLException {
        byte[] bytes = bytes(stream, length);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    static @Nullable String text(@Nullable Reader reader, long length) throws SQLException {
        if (reader == null) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        char[] buffer = new char[8192];
        try {
            long left = length;
            int read = 0;
            while (left > 0 && (read = reader.read(buffer, 0, (int) Math.min(left, buffer.length))) >= 0) {
                text.append(buffer, 0, read);
                left -= read;
            }
            return text.toString();
        } catch (IOException e) {
            throw new SQLDataException("the reader of a parameter could not be read", "22000", e);
        }
    }

    static SQLFeatureNotSupportedException unsupported(String what) {
        return new SQLFeatureNotSupportedException("SQLite has no " + what, "0A000");
    }
}
