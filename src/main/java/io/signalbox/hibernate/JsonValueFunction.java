package io.signalbox.hibernate;

import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.type.spi.TypeConfiguration;

/** The function {@code json_value}: what a path leads to, as a value of SQL. */
final class JsonValueFunction extends org.hibernate.dialect.function.json.JsonValueFunction {

    JsonValueFunction(TypeConfiguration types) {
        super(types, true, false);
    }

    @Override
    protected void render(
            SqlAppender appender, JsonValueArguments arguments, ReturnableType<?> result, SqlAstTranslator<?> walker) {
        if (arguments.passingClause() != null
                || arguments.errorBehavior() != null
                || arguments.emptyBehavior() != null) {
            throw new UnsupportedQueryException(
                    "json_value on SQLite has no PASSING, ON ERROR and ON EMPTY: concatenate the path, use coalesce");
        }
        boolean cast = arguments.returningType() != null;
        appender.appendSql(cast ? "cast(json_extract(" : "json_extract(");
        arguments.jsonDocument().accept(walker);
        appender.appendSql(",");
        arguments.jsonPath().accept(walker);
        appender.appendSql(")");
        if (cast) {
            appender.appendSql(" as ");
            arguments.returningType().accept(walker);
            appender.appendSql(")");
        }
    }
}
