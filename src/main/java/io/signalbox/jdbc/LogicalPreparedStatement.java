package io.signalbox.jdbc;

import io.signalbox.sqlite.Wanted;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/**
 * A prepared statement of a logical connection. It keeps the values that were set and binds them at each execution, on
 * whatever connection that runs; so a statement that turns out to be a write can run again on the writer.
 */
final class LogicalPreparedStatement extends LogicalStatement implements PreparedStatement {

    private final String sql;
    private final boolean keys;
    private final Parameters parameters = new Parameters();

    LogicalPreparedStatement(LazyConnection connection, String sql, boolean keys) {
        super(connection);
        this.sql = sql;
        this.keys = keys;
    }

    private void set(int index, @Nullable Object value) throws SQLException {
        checkOpen();
        parameters.set(index, value);
    }

    @Override
    public void clearParameters() throws SQLException {
        checkOpen();
        parameters.clear();
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        return query(sql, parameters.values(sql));
    }

    @Override
    public boolean execute() throws SQLException {
        return run(sql, parameters.values(sql), Wanted.EITHER, keys).result() != null;
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        return run(sql, parameters.values(sql), Wanted.COUNT, keys).updateCount();
    }

    @Override
    public int executeUpdate() throws SQLException {
        return Math.toIntExact(executeLargeUpdate());
    }

    @Override
    public void addBatch() throws SQLException {
        addToBatch(sql, parameters.values(sql));
    }

    /** The columns of the open result set; null where nothing was executed, because nothing is bound before. */
    @Override
    public @Nullable ResultSetMetaData getMetaData() throws SQLException {
        ResultSet result = getResultSet();
        return result == null ? null : result.getMetaData();
    }

    @Override
    public ParameterMetaData getParameterMetaData() throws SQLException {
        checkOpen();
        return new LogicalParameterMetaData(connection.binding().inspect(physical -> physical.parameterCount(sql)));
    }

    @Override
    public String toString() {
        return sql;
    }

    @Override
    public void setNull(int index, int type) throws SQLException {
        set(index, null);
    }

    @Override
    public void setNull(int index, int type, String typeName) throws SQLException {
        set(index, null);
    }

    @Override
    public void setBoolean(int index, boolean x) throws SQLException {
        set(index, x ? 1 : 0);
    }

    @Override
    public void setByte(int index, byte x) throws SQLException {
        set(index, (int) x);
    }

    @Override
    public void setShort(int index, short x) throws SQLException {
        set(index, (int) x);
    }

    @Override
    public void setInt(int index, int x) throws SQLException {
        set(index, x);
    }

    @Override
    public void setLong(int index, long x) throws SQLException {
        set(index, x);
    }

    @Override
    public void setFloat(int index, float x) throws SQLException {
        set(index, x);
    }

    @Override
    public void setDouble(int index, double x) throws SQLException {
        set(index, x);
    }

    @Override
    public void setBigDecimal(int index, @Nullable BigDecimal x) throws SQLException {
        set(index, Values.of(x));
    }

    @Override
    public void setString(int index, @Nullable String x) throws SQLException {
        set(index, x);
    }

    @Override
    public void setNString(int index, @Nullable String x) throws SQLException {
        set(index, x);
    }

    @Override
    public void setBytes(int index, byte @Nullable [] x) throws SQLException {
        set(index, x);
    }

    @Override
    public void setDate(int index, @Nullable Date x) throws SQLException {
        set(index, Values.of(x));
    }

    @Override
    public void setDate(int index, @Nullable Date x, @Nullable Calendar calendar) throws SQLException {
        set(index, Values.of(x));
    }

    @Override
    public void setTime(int index, @Nullable Time x) throws SQLException {
        set(index, Values.of(x));
    }

    @Override
    public void setTime(int index, @Nullable Time x, @Nullable Calendar calendar) throws SQLException {
        set(index, Values.of(x));
    }

    @Override
    public void setTimestamp(int index, @Nullable Timestamp x) throws SQLException {
        set(index, Values.of(x));
    }

    @Override
    public void setTimestamp(int index, @Nullable Timestamp x, @Nullable Calendar calendar) throws SQLException {
        set(index, Values.of(x));
    }

    @Override
    public void setURL(int index, @Nullable URL x) throws SQLException {
        set(index, Values.of(x));
    }

    @Override
    public void setObject(int index, @Nullable Object x) throws SQLException {
        set(index, Values.of(x));
    }

    @Override
    public void setObject(int index, @Nullable Object x, int type) throws SQLException {
        set(index, Values.of(x));
    }

    @Override
    public void setObject(int index, @Nullable Object x, int type, int scaleOrLength) throws SQLException {
        set(index, Values.of(x));
    }

    @Override
    public void setBlob(int index, @Nullable Blob x) throws SQLException {
        set(index, Values.of(x));
    }

    @Override
    public void setBlob(int index, @Nullable InputStream x) throws SQLException {
        set(index, Values.bytes(x, Long.MAX_VALUE));
    }

    @Override
    public void setBlob(int index, @Nullable InputStream x, long length) throws SQLException {
        set(index, Values.bytes(x, length));
    }

    @Override
    public void setBinaryStream(int index, @Nullable InputStream x) throws SQLException {
        set(index, Values.bytes(x, Long.MAX_VALUE));
    }

    @Override
    public void setBinaryStream(int index, @Nullable InputStream x, int length) throws SQLException {
        set(index, Values.bytes(x, length));
    }

    @Override
    public void setBinaryStream(int index, @Nullable InputStream x, long length) throws SQLException {
        set(index, Values.bytes(x, length));
    }

    @Override
    public void setAsciiStream(int index, @Nullable InputStream x) throws SQLException {
        set(index, Values.ascii(x, Long.MAX_VALUE));
    }

    @Override
    public void setAsciiStream(int index, @Nullable InputStream x, int length) throws SQLException {
        set(index, Values.ascii(x, length));
    }

    @Override
    public void setAsciiStream(int index, @Nullable InputStream x, long length) throws SQLException {
        set(index, Values.ascii(x, length));
    }

    @Override
    public void setClob(int index, @Nullable Clob x) throws SQLException {
        set(index, Values.of(x));
    }

    @Override
    public void setNClob(int index, @Nullable NClob x) throws SQLException {
        set(index, Values.of(x));
    }

    @Override
    public void setClob(int index, @Nullable Reader x) throws SQLException {
        set(index, Values.text(x, Long.MAX_VALUE));
    }

    @Override
    public void setClob(int index, @Nullable Reader x, long length) throws SQLException {
        set(index, Values.text(x, length));
    }

    @Override
    public void setNClob(int index, @Nullable Reader x) throws SQLException {
        set(index, Values.text(x, Long.MAX_VALUE));
    }

    @Override
    public void setNClob(int index, @Nullable Reader x, long length) throws SQLException {
        set(index, Values.text(x, length));
    }

    @Override
    public void setCharacterStream(int index, @Nullable Reader x) throws SQLException {
        set(index, Values.text(x, Long.MAX_VALUE));
    }

    @Override
    public void setCharacterStream(int index, @Nullable Reader x, long length) throws SQLException {
        set(index, Values.text(x, length));
    }

    @Override
    public void setNCharacterStream(int index, @Nullable Reader x) throws SQLException {
        set(index, Values.text(x, Long.MAX_VALUE));
    }

    @Override
    public void setNCharacterStream(int index, @Nullable Reader x, long length) throws SQLException {
        set(index, Values.text(x, length));
    }

    @Override
    public void setCharacterStream(int index, @Nullable Reader x, int length) throws SQLException {
        set(index, Values.text(x, length));
    }

    /** Deprecated by JDBC; UTF-8, as the driver has it. */
    @Override
    @Deprecated
    public void setUnicodeStream(int index, @Nullable InputStream x, int length) throws SQLException {
        set(index, Values.utf8(x, length));
    }

    @Override
    public void setRef(int index, @Nullable Ref x) throws SQLException {
        throw Values.unsupported("references");
    }

    @Override
    public void setRowId(int index, @Nullable RowId x) throws SQLException {
        throw Values.unsupported("row ids of JDBC: bind a long");
    }

    @Override
    public void setArray(int index, @Nullable Array x) throws SQLException {
        throw Values.unsupported("array type");
    }

    @Override
    public void setSQLXML(int index, @Nullable SQLXML x) throws SQLException {
        throw Values.unsupported("XML type: bind a String");
    }
}
