package io.signalbox.jdbc;

import java.sql.ParameterMetaData;
import java.sql.SQLException;
import java.sql.Types;

/** What is known of the parameters of a statement: how many there are. Each takes any value, of any type, or none. */
record LogicalParameterMetaData(int getParameterCount) implements ParameterMetaData {

    private void checkIndex(int index) throws SQLException {
        if (index < 1 || index > getParameterCount) {
            throw AbstractStatement.invalid("the index of a parameter must be from 1 to " + getParameterCount, index);
        }
    }

    @Override
    public int isNullable(int index) throws SQLException {
        checkIndex(index);
        return parameterNullable;
    }

    @Override
    public boolean isSigned(int index) throws SQLException {
        checkIndex(index);
        return true;
    }

    @Override
    public int getPrecision(int index) throws SQLException {
        checkIndex(index);
        return 0;
    }

    @Override
    public int getScale(int index) throws SQLException {
        checkIndex(index);
        return 0;
    }

    @Override
    public int getParameterType(int index) throws SQLException {
        checkIndex(index);
        return Types.OTHER;
    }

    @Override
    public String getParameterTypeName(int index) throws SQLException {
        checkIndex(index);
        return "ANY";
    }

    @Override
    public String getParameterClassName(int index) throws SQLException {
        checkIndex(index);
        return Object.class.getName();
    }

    @Override
    public int getParameterMode(int index) throws SQLException {
        checkIndex(index);
        return parameterModeIn;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("this metadata is no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
