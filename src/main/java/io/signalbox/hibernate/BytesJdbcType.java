package io.signalbox.hibernate;

import java.nio.charset.StandardCharsets;
import java.sql.Types;
import org.hibernate.type.descriptor.ValueBinder;
import org.hibernate.type.descriptor.ValueExtractor;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.JavaType;
import org.jspecify.annotations.Nullable;

/** BLOB, written and read as bytes: the driver has no locators. */
final class BytesJdbcType implements StoredValue {

    private static final long serialVersionUID = 1L;

    @Override
    public int getJdbcTypeCode() {
        return Types.BLOB;
    }

    @Override
    public String getFriendlyName() {
        return "BLOB";
    }

    @Override
    public Class<?> getPreferredJavaTypeClass(WrapperOptions options) {
        return byte[].class;
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
    public <X> Object stored(X value, JavaType<X> type, WrapperOptions options) {
        return type.unwrap(value, byte[].class, options);
    }

    @Override
    public <X> @Nullable X read(@Nullable Object stored, JavaType<X> type, WrapperOptions options) {
        return type.wrap(stored instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : stored, options);
    }
}
