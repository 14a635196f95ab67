package io.signalbox.hibernate;

import java.sql.SQLDataException;
import org.hibernate.HibernateException;
import org.hibernate.engine.jdbc.Size;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.type.descriptor.ValueBinder;
import org.hibernate.type.descriptor.ValueExtractor;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.descriptor.jdbc.JdbcLiteralFormatter;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.hibernate.type.spi.TypeConfiguration;
import org.jspecify.annotations.Nullable;

/** A JDBC type of times, with its values in the form of {@link TimeText}. Otherwise as Hibernate has the type. */
final class TextTimeJdbcType implements StoredValue {

    private static final long serialVersionUID = 1L;

    private final JdbcType stock;
    private final TimeForm form;

    TextTimeJdbcType(JdbcType stock, TimeForm form) {
        this.stock = stock;
        this.form = form;
    }

    TimeForm form() {
        return form;
    }

    @Override
    public int getJdbcTypeCode() {
        return stock.getJdbcTypeCode();
    }

    @Override
    public int getDefaultSqlTypeCode() {
        return stock.getDefaultSqlTypeCode();
    }

    @Override
    public int getDdlTypeCode() {
        return stock.getDdlTypeCode();
    }

    @Override
    public String getFriendlyName() {
        return stock.getFriendlyName();
    }

    @Override
    public JavaType<?> getRecommendedJavaType(
            @Nullable Integer precision, @Nullable Integer scale, TypeConfiguration types) {
        return stock.getRecommendedJavaType(precision, scale, types);
    }

    @Override
    public Class<?> getPreferredJavaTypeClass(WrapperOptions options) {
        return stock.getPreferredJavaTypeClass(options);
    }

    @Override
    public @Nullable String castFromPattern(JdbcMapping source, @Nullable Size size) {
        return TimeCasts.between(source.getJdbcType(), form).orElse(null);
    }

    @Override
    public <X> JdbcLiteralFormatter<X> getJdbcLiteralFormatter(JavaType<X> type) {
        return (appender, value, dialect, options) -> {
            try {
                appender.appendSql("'" + form.text(value, type, options) + "'");
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

    @Override
    public <X> Object stored(X value, JavaType<X> type, WrapperOptions options) throws SQLDataException {
        return form.text(value, type, options);
    }

    @Override
    public <X> @Nullable X read(@Nullable Object stored, JavaType<X> type, WrapperOptions options)
            throws SQLDataException {
        if (stored == null) {
            return null;
        }
        if (stored instanceof String text) {
            return form.value(text, type, options);
        }
        throw new SQLDataException(
                "the value " + stored
                        + " is no text, and times are stored as text. If it was written by the community's"
                        + " dialect, set " + DialectSettings.TIMES
                        + "=stock, or convert the column: update ... set t = strftime('%Y-%m-%d %H:%M:%f', t / 1000.0,"
                        + " 'unixepoch', 'localtime')",
                "22007");
    }
}
