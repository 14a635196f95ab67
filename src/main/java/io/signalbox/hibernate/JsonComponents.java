package io.signalbox.hibernate;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.hibernate.MappingException;
import org.hibernate.dialect.aggregate.AggregateSupport;
import org.hibernate.dialect.aggregate.AggregateSupportImpl;
import org.hibernate.mapping.Column;
import org.hibernate.metamodel.mapping.SelectableMapping;
import org.hibernate.metamodel.mapping.SelectablePath;
import org.hibernate.metamodel.mapping.SqlTypedMapping;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.spi.TypeConfiguration;

/**
 * Embeddables in one column: as JSON, whose components are read and written by SQLite's own functions (<a
 * href="https://www.sqlite.org/json1.html">JSON Functions And Operators</a>). SQLite has no other type of many values.
 */
final class JsonComponents extends AggregateSupportImpl {

    private static void refuseUnlessJson(int typeCode) {
        if (typeCode != SqlTypes.JSON && typeCode != SqlTypes.JSON_ARRAY) {
            throw new MappingException("an embeddable cannot be stored in one column of the type " + typeCode
                    + " of SqlTypes: SQLite has neither structures nor XML; map it with @JdbcTypeCode(SqlTypes.JSON)");
        }
    }

    private static String path(String key) {
        return ".\"" + key + "\"";
    }

    @Override
    public String aggregateComponentCustomReadExpression(
            String template,
            String placeholder,
            String parent,
            String column,
            int typeCode,
            SqlTypedMapping type,
            TypeConfiguration types) {
        refuseUnlessJson(typeCode);
        String extracted = "json_extract(" + parent + ",'$" + path(column) + "')";
        JsonForm form = JsonForm.of(type.getJdbcMapping().getJdbcType());
        return template.replace(placeholder, form.stored().replace("?", extracted));
    }

    /** The column itself: all of the document is written. */
    @Override
    public String aggregateComponentAssignmentExpression(String parent, String column, int typeCode, Column type) {
        refuseUnlessJson(typeCode);
        return parent;
    }

    @Override
    public boolean requiresAggregateCustomWriteExpressionRenderer(int typeCode) {
        return typeCode == SqlTypes.JSON;
    }

    /** False: each component is read as a column of its type would be. */
    @Override
    public boolean preferSelectAggregateMapping(int typeCode) {
        return typeCode != SqlTypes.JSON;
    }

    @Override
    public AggregateSupport.WriteExpressionRenderer aggregateCustomWriteExpressionRenderer(
            SelectableMapping document, SelectableMapping[] changed, TypeConfiguration types) {
        return (sql, translator, values, qualifier) -> {
            boolean unqualified = qualifier == null || qualifier.isBlank();
            String column = (unqualified ? "" : qualifier + ".") + document.getSelectionExpression();
            sql.append("json_set(coalesce(" + column + ",'{}')");
            parentsOf(changed)
                    .forEach(path -> sql.append(
                            ",'" + path + "',json(coalesce(json_extract(" + column + ",'" + path + "'),'{}'))"));
            for (SelectableMapping each : changed) {
                sql.append(",'" + pathOf(each.getSelectablePath(), 0) + "',");
                appendValue(sql, translator, values, each);
            }
            sql.append(")");
        };
    }

    /** The paths of the objects that must be there for a component to be set, outer ones first. */
    private static Set<String> parentsOf(SelectableMapping... changed) {
        Set<String> parents = new LinkedHashSet<>();
        for (SelectableMapping each : changed) {
            SelectablePath path = each.getSelectablePath();
            for (int below = path.getParts().length - 2; below > 0; below--) {
                parents.add(pathOf(path, below));
            }
        }
        return parents;
    }

    /** The path in the document, without its last parts. */
    private static String pathOf(SelectablePath path, int without) {
        SelectablePath[] parts = path.getParts();
        StringBuilder sql = new StringBuilder("$");
        Arrays.stream(parts, 1, parts.length - without).forEach(part -> sql.append(path(part.getSelectableName())));
        return sql.toString();
    }

    private static void appendValue(
            SqlAppender sql,
            SqlAstTranslator<?> translator,
            AggregateSupport.AggregateColumnWriteExpression values,
            SelectableMapping component) {
        var type = component.getJdbcMapping().getJdbcType();
        ExactDecimalJdbcType decimal = type instanceof ExactDecimalJdbcType exact ? exact : null;
        sql.append("(select " + JsonForm.of(type).written().replace("?", "v") + " from (select ");
        ((DecimalTranslator<?>) translator)
                .renderStored(decimal, values.getValueExpression(component), value -> value.accept(translator));
        sql.append(" as v))");
    }
}
