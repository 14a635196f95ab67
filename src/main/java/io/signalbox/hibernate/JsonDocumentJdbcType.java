package io.signalbox.hibernate;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.hibernate.metamodel.mapping.EmbeddableMappingType;
import org.hibernate.metamodel.spi.RuntimeModelCreationContext;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.descriptor.jdbc.AggregateJdbcType;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.hibernate.type.descriptor.jdbc.JdbcTypeIndicators;
import org.hibernate.type.descriptor.jdbc.JsonAsStringJdbcType;
import org.hibernate.type.descriptor.jdbc.spi.JsonGeneratingVisitor;
import org.jspecify.annotations.Nullable;

/** JSON as text; an embeddable is written as {@link ExactJsonWriter} has it, and read component by component. */
final class JsonDocumentJdbcType extends JsonAsStringJdbcType {

    private static final long serialVersionUID = 1L;

    private JsonDocumentJdbcType(int ddlTypeCode, @Nullable EmbeddableMappingType embeddable) {
        super(ddlTypeCode, embeddable);
    }

    /** Of a column without a declared length. */
    static JsonDocumentJdbcType text() {
        return new JsonDocumentJdbcType(SqlTypes.LONG32VARCHAR, null);
    }

    @Override
    public JdbcType resolveIndicatedType(JdbcTypeIndicators indicators, JavaType<?> domain) {
        return new JsonDocumentJdbcType(
                needsLob(indicators) ? SqlTypes.CLOB : SqlTypes.LONG32VARCHAR, getEmbeddableMappingType());
    }

    @Override
    public AggregateJdbcType resolveAggregateJdbcType(
            EmbeddableMappingType embeddable, String sqlType, RuntimeModelCreationContext context) {
        return new JsonDocumentJdbcType(getDdlTypeCode(), embeddable);
    }

    @Override
    public Object createJdbcValue(Object value, WrapperOptions options) {
        return document(value, options);
    }

    @Override
    protected <X> String toString(X value, JavaType<X> type, WrapperOptions options) {
        return getEmbeddableMappingType() == null ? super.toString(value, type, options) : document(value, options);
    }

    private String document(Object value, WrapperOptions options) {
        ExactJsonWriter writer = new ExactJsonWriter();
        try {
            JsonGeneratingVisitor.INSTANCE.visit(getEmbeddableMappingType(), value, options, writer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return writer.getJson();
    }
}
