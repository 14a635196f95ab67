package io.signalbox.hibernate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.util.Set;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.ValueBinder;
import org.hibernate.type.descriptor.ValueExtractor;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.descriptor.jdbc.AdjustableJdbcType;
import org.hibernate.type.descriptor.jdbc.DecimalJdbcType;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.hibernate.type.descriptor.jdbc.JdbcTypeIndicators;
import org.jspecify.annotations.Nullable;

/**
 * NUMERIC and DECIMAL: a number without a declared precision is an integer or a double, and refused where it is neither
 * without loss; one with a declared precision is an {@link ExactDecimalJdbcType}. What belongs to no attribute, a scalar of a native query
 * for instance, is read as its column is declared.
 */
final class NumberJdbcType extends DecimalJdbcType implements AdjustableJdbcType, StoredValue {

    private static final long serialVersionUID = 1L;

    private static final Set<Class<?>> EXACT = Set.of(BigDecimal.class, BigInteger.class);

    private final int code;
    private final int defaultCode;
    private final @Nullable NumberJdbcType ofAttributes; // null for that itself

    private NumberJdbcType(int code, int defaultCode, @Nullable NumberJdbcType ofAttributes) {
        this.code = code;
        this.defaultCode = defaultCode;
        this.ofAttributes = ofAttributes;
    }

    /** NUMERIC or DECIMAL. */
    static NumberJdbcType of(int code) {
        return new NumberJdbcType(code, code, new NumberJdbcType(code, code, null));
    }

    /** Durations: nanoseconds. */
    static NumberJdbcType ofDurations() {
        return new NumberJdbcType(SqlTypes.NUMERIC, SqlTypes.DURATION, null);
    }

    @Override
    public int getJdbcTypeCode() {
        return code;
    }

    @Override
    public int getDdlTypeCode() {
        return code;
    }

    @Override
    public int getDefaultSqlTypeCode() {
        return defaultCode;
    }

    @Override
    public String getFriendlyName() {
        return defaultCode == SqlTypes.DURATION ? "DURATION" : code == SqlTypes.NUMERIC ? "NUMERIC" : "DECIMAL";
    }

    @Override
    public JdbcType resolveIndicatedType(JdbcTypeIndicators indicators, JavaType<?> domain) {
        int precision = indicators.getColumnPrecision();
        int scale = Math.max(indicators.getColumnScale(), 0);
        if (ofAttributes == null) {
            return this;
        }
        boolean exact = precision > 0 && EXACT.contains(domain.getJavaTypeClass());
        return exact ? new ExactDecimalJdbcType(code, precision, scale) : ofAttributes;
    }

    @Override
    public <X> Object stored(X value, JavaType<X> type, WrapperOptions options) throws SQLException {
        return stored(type.unwrap(value, BigDecimal.class, options));
    }

    @Override
    public <X> @Nullable X read(@Nullable Object stored, JavaType<X> type, WrapperOptions options) throws SQLException {
        return type.wrap(Numbers.plain(stored), options);
    }

    private static Number stored(BigDecimal value) throws SQLDataException {
        BigDecimal plain = value.stripTrailingZeros();
        if (plain.scale() <= 0
                && plain.precision() - plain.scale() <= 19
                && plain.toBigInteger().bitLength() < 64) {
            return plain.longValueExact();
        }
        double approximate = plain.doubleValue();
        if (Double.isFinite(approximate) && new BigDecimal(Double.toString(approximate)).compareTo(plain) == 0) {
            return approximate;
        }
        throw new SQLDataException(
                "the number " + value
                        + " would lose digits: without a declared precision a number is stored as a 64-bit"
                        + " integer or a double. Declare it, @Column(precision = " + Math.max(plain.precision(), 19)
                        + ", scale = " + Math.max(plain.scale(), 0) + ") for instance",
                "22003");
    }

    @Override
    public <X> ValueBinder<X> getBinder(JavaType<X> type) {
        return StoredValue.binder(this, type);
    }

    @Override
    public <X> ValueExtractor<X> getExtractor(JavaType<X> type) {
        return StoredValue.extractor(this, type);
    }

    @Override
    public StoredValue formOf(ResultSet row, int index) throws SQLException {
        if (ofAttributes == null) {
            return this;
        }
        ResultSetMetaData columns = row.getMetaData();
        ExactDecimalJdbcType declared = DecimalTypes.declared(
                columns.getColumnTypeName(index), columns.getPrecision(index), columns.getScale(index));
        return declared == null ? this : declared;
    }
}
