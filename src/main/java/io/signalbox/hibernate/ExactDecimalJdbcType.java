package io.signalbox.hibernate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLDataException;
import java.sql.SQLException;
import org.hibernate.HibernateException;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.ValueBinder;
import org.hibernate.type.descriptor.ValueExtractor;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.descriptor.jdbc.DecimalJdbcType;
import org.hibernate.type.descriptor.jdbc.JdbcLiteralFormatter;
import org.jspecify.annotations.Nullable;

/**
 * A number with a declared precision and scale: up to 18 digits an integer, so many units of the last decimal place; with
 * more digits their text. What does not fit is refused.
 */
final class ExactDecimalJdbcType extends DecimalJdbcType implements StoredValue {

    private static final long serialVersionUID = 1L;

    /** How many digits a 64-bit integer always has room for. */
    static final int MOST_DIGITS = 18;

    private final int code;
    private final int precision;
    private final int scale;

    ExactDecimalJdbcType(int code, int precision, int scale) {
        this.code = code;
        this.precision = precision;
        this.scale = scale;
    }

    /** True if it is stored as text, which has no order and no sum. */
    boolean isText() {
        return precision > MOST_DIGITS;
    }

    int scale() {
        return scale;
    }

    @Override
    public int getJdbcTypeCode() {
        return code;
    }

    @Override
    public int getDdlTypeCode() {
        return isText() ? SqlTypes.VARCHAR : code;
    }

    @Override
    public String getFriendlyName() {
        return "NUMERIC(" + precision + "," + scale + ")";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ExactDecimalJdbcType that
                && code == that.code
                && precision == that.precision
                && scale == that.scale;
    }

    @Override
    public int hashCode() {
        return (code * 31 + precision) * 31 + scale;
    }

    /** The literal of a number of this type, as it is stored. */
    String literal(BigDecimal value) throws SQLDataException {
        BigDecimal fitting = fitting(value);
        return isText()
                ? "'" + fitting.toPlainString() + "'"
                : fitting.unscaledValue().toString();
    }

    /** All digits of a number of this type, with the point. */
    String plain(BigDecimal value) throws SQLDataException {
        return fitting(value).toPlainString();
    }

    private BigDecimal fitting(BigDecimal value) throws SQLDataException {
        BigDecimal fitting = value;
        if (value.stripTrailingZeros().scale() <= scale) {
            fitting = value.setScale(scale, RoundingMode.UNNECESSARY);
            if (fitting.precision() <= precision) {
                return fitting;
            }
        }
        throw new SQLDataException(
                "the number " + value.toPlainString() + " does not fit " + getFriendlyName()
                        + ": round it before, or declare more digits",
                "22003");
    }

    @Override
    public <X> Object stored(X value, JavaType<X> type, WrapperOptions options) throws SQLException {
        BigDecimal fitting = fitting(type.unwrap(value, BigDecimal.class, options));
        return isText()
                ? fitting.toPlainString()
                : (Object) fitting.unscaledValue().longValueExact();
    }

    @Override
    public <X> @Nullable X read(@Nullable Object stored, JavaType<X> type, WrapperOptions options) throws SQLException {
        return type.wrap(isText() ? Numbers.plain(stored) : Numbers.scaled(stored, scale), options);
    }

    @Override
    public <X> JdbcLiteralFormatter<X> getJdbcLiteralFormatter(JavaType<X> type) {
        return (appender, value, dialect, options) -> {
            try {
                appender.appendSql(literal(type.unwrap(value, BigDecimal.class, options)));
            } catch (SQLDataException e) {
                throw new HibernateException(e.getMessage(), e);
            }
        };
    }

    @Override
    public <X> ValueBinder<X> getBinder(JavaType<X> type) {
        return StoredValue.binder(this, type);
    }

    @Override
    public <X> ValueExtractor<X> getExtractor(JavaType<X> type) {
        return StoredValue.extractor(this, type);
    }
}
