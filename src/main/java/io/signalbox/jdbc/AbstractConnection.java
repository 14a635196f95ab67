package io.signalbox.jdbc;

import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Struct;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The part of JDBC that means nothing for SQLite, with what is said of it instead. */
abstract class AbstractConnection implements SqliteConnection {

    abstract void checkOpen() throws SQLException;

    private static SQLFeatureNotSupportedException unsupported(String what) {
        return new SQLFeatureNotSupportedException("SQLite has no " + what, "0A000");
    }

    @Override
    public CallableStatement prepareCall(String sql) throws SQLException {
        throw unsupported("stored procedures");
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
        throw unsupported("stored procedures");
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability) throws SQLException {
        throw unsupported("stored procedures");
    }

    @Override
    public Clob createClob() throws SQLException {
        throw unsupported("locators of large objects: bind a String");
    }

    @Override
    public Blob createBlob() throws SQLException {
        throw unsupported("locators of large objects: bind a byte[]");
    }

    @Override
    public NClob createNClob() throws SQLException {
        throw unsupported("locators of large objects: bind a String");
    }

    @Override
    public SQLXML createSQLXML() throws SQLException {
        throw unsupported("XML type: bind a String");
    }

    @Override
    public Array createArrayOf(String typeName, Object[] elements) throws SQLException {
        throw unsupported("array type");
    }

    @Override
    public Struct createStruct(String typeName, Object[] attributes) throws SQLException {
        throw unsupported("structured types");
    }

    @Override
    public Map<String, Class<?>> getTypeMap() throws SQLException {
        checkOpen();
        return Map.of();
    }

    @Override
    public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
        throw unsupported("user-defined types");
    }

    /** One connection, one database: JDBC has a driver without catalogs ignore the request. */
    @Override
    public void setCatalog(String catalog) throws SQLException {
        checkOpen();
    }

    @Override
    public @Nullable String getCatalog() throws SQLException {
        checkOpen();
        return null;
    }

    /** As {@link #setCatalog}. */
    @Override
    public void setSchema(String schema) throws SQLException {
        checkOpen();
    }

    @Override
    public @Nullable String getSchema() throws SQLException {
        checkOpen();
        return null;
    }

    /** A result set ends with its transaction: SQLite would refuse to commit while it is being read. */
    @Override
    public int getHoldability() throws SQLException {
        checkOpen();
        return ResultSet.CLOSE_CURSORS_AT_COMMIT;
    }

    @Override
    public void setHoldability(int holdability) throws SQLException {
        checkOpen();
        if (holdability != ResultSet.CLOSE_CURSORS_AT_COMMIT) {
            throw unsupported("result sets that outlive their transaction");
        }
    }

    @Override
    public String nativeSQL(String sql) throws SQLException {
        checkOpen();
        return sql;
    }

    /** SQLite gives no warnings; asked after each transaction by Hibernate, so it must not bind. */
    @Override
    public @Nullable SQLWarning getWarnings() throws SQLException {
        checkOpen();
        return null;
    }

    @Override
    public void clearWarnings() throws SQLException {
        checkOpen();
    }

    @Override
    public void setClientInfo(String name, String value) throws SQLClientInfoException {
        // JDBC has an unknown property reported as a warning; SQLite knows none
    }

    @Override
    public void setClientInfo(Properties properties) throws SQLClientInfoException {
        // as for one property
    }

    @Override
    public @Nullable String getClientInfo(String name) throws SQLException {
        checkOpen();
        return null;
    }

    @Override
    public Properties getClientInfo() throws SQLException {
        checkOpen();
        return new Properties();
    }

    @Override
    public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
        throw unsupported("network");
    }

    @Override
    public int getNetworkTimeout() throws SQLException {
        checkOpen();
        return 0;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("this connection is no " + type.getName()
                + ", and what it wraps changes from transaction to transaction");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
