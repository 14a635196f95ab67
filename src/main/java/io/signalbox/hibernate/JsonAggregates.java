package io.signalbox.hibernate;

import java.util.List;
import org.hibernate.dialect.function.json.JsonArrayAggFunction;
import org.hibernate.dialect.function.json.JsonObjectAggFunction;
import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.query.sqm.function.SqmFunctionRegistry;
import org.hibernate.sql.ast.Clause;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.JsonNullBehavior;
import org.hibernate.sql.ast.tree.expression.JsonObjectAggUniqueKeysBehavior;
import org.hibernate.sql.ast.tree.predicate.Predicate;
import org.hibernate.sql.ast.tree.select.SortSpecification;
import org.hibernate.type.spi.TypeConfiguration;
import org.jspecify.annotations.Nullable;

/** The functions {@code json_arrayagg} and {@code json_objectagg}, as SQLite has them. */
final class JsonAggregates {

    private JsonAggregates() {}

    static void register(SqmFunctionRegistry functions, TypeConfiguration types) {
        functions.register("json_arrayagg", new OfArray(types));
        functions.register("json_objectagg", new OfObject(types));
    }

    /** A value as it stands in JSON: true and not 1, a document and not the text of one. */
    private static void renderElement(SqlAppender appender, Expression element, SqlAstTranslator<?> walker) {
        RepeatedArgument.render(
                appender,
                element,
                walker,
                value -> JsonForm.ofElement(element.getExpressionType()
                                .getSingleJdbcMapping()
                                .getJdbcType())
                        .replace("?", value));
    }

    private static void renderFilter(
            SqlAppender appender,
            Expression element,
            boolean nulls,
            @Nullable Predicate filter,
            SqlAstTranslator<?> walker) {
        if (nulls && filter == null) {
            return;
        }
        walker.getCurrentClauseStack().push(Clause.WHERE);
        appender.appendSql(" filter (where ");
        if (!nulls) {
            element.accept(walker);
            appender.appendSql(" is not null");
        }
        if (filter != null) {
            appender.appendSql(nulls ? "" : " and ");
            appender.appendSql('(');
            filter.accept(walker);
            appender.appendSql(')');
        }
        appender.appendSql(')');
        walker.getCurrentClauseStack().pop();
    }

    private static final class OfArray extends JsonArrayAggFunction {

        OfArray(TypeConfiguration types) {
            super(true, types);
        }

        @Override
        public void render(
                SqlAppender appender,
                List<? extends SqlAstNode> arguments,
                @Nullable Predicate filter,
                @Nullable List<SortSpecification> order,
                ReturnableType<?> result,
                SqlAstTranslator<?> walker) {
            Expression element = (Expression) arguments.get(0);
            boolean nulls = arguments.size() > 1 && arguments.get(1) == JsonNullBehavior.NULL;
            appender.appendSql("json_group_array(");
            renderElement(appender, element, walker);
            renderOrder(appender, order == null ? List.of() : order, walker);
            appender.appendSql(')');
            renderFilter(appender, element, nulls, filter, walker);
        }

        private static void renderOrder(
                SqlAppender appender, List<SortSpecification> order, SqlAstTranslator<?> walker) {
            walker.getCurrentClauseStack().push(Clause.WITHIN_GROUP);
            for (int i = 0; i < order.size(); i++) {
                appender.appendSql(i == 0 ? " order by " : ",");
                order.get(i).accept(walker);
            }
            walker.getCurrentClauseStack().pop();
        }
    }

    private static final class OfObject extends JsonObjectAggFunction {

        OfObject(TypeConfiguration types) {
            super(",", true, types);
        }

        @Override
        protected void render(
                SqlAppender appender,
                JsonObjectAggArguments arguments,
                @Nullable Predicate filter,
                ReturnableType<?> result,
                SqlAstTranslator<?> walker) {
            if (arguments.uniqueKeysBehavior() == JsonObjectAggUniqueKeysBehavior.WITH) {
                throw new UnsupportedQueryException(
                        "json_objectagg ... with unique keys: SQLite keeps each pair; group by the key before");
            }
            appender.appendSql("json_group_object(");
            arguments.key().accept(walker);
            appender.appendSql(',');
            renderElement(appender, arguments.value(), walker);
            appender.appendSql(')');
            renderFilter(
                    appender, arguments.value(), arguments.nullBehavior() == JsonNullBehavior.NULL, filter, walker);
        }
    }
}
