package io.signalbox.hibernate;

import java.math.BigDecimal;
import java.sql.SQLDataException;
import org.hibernate.HibernateException;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.hibernate.type.format.JsonDocumentWriter;
import org.hibernate.type.format.StringJsonDocumentWriter;

/**
 * Writes times and decimals into JSON as texts that SQL can turn into what is stored in a column, without loss. In arrays
 * they are as Hibernate has them, which reads these by itself.
 */
final class ExactJsonWriter extends StringJsonDocumentWriter {

    private int arrays;

    @Override
    public JsonDocumentWriter startArray() {
        arrays++;
        return super.startArray();
    }

    @Override
    public JsonDocumentWriter endArray() {
        arrays--;
        return super.endArray();
    }

    @Override
    public <T> JsonDocumentWriter serializeJsonValue(
            Object value, JavaType<T> type, JdbcType jdbcType, WrapperOptions options) {
        if (arrays > 0) {
            return super.serializeJsonValue(value, type, jdbcType, options);
        }
        try {
            T typed = type.getJavaTypeClass().cast(value);
            if (jdbcType instanceof TextTimeJdbcType time) {
                return stringValue(JsonForm.of(time.form(), time.form().text(typed, type, options)));
            }
            if (jdbcType instanceof ExactDecimalJdbcType decimal) {
                return stringValue(decimal.plain(type.unwrap(typed, BigDecimal.class, options)));
            }
        } catch (SQLDataException e) {
            throw new HibernateException(e.getMessage(), e);
        }
        return super.serializeJsonValue(value, type, jdbcType, options);
    }
}
