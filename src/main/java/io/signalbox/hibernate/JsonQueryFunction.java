package io.signalbox.hibernate;

import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.type.spi.TypeConfiguration;

/** The function {@code json_query}: what a path leads to, as JSON. */
final class JsonQueryFunction extends org.hibernate.dialect.function.json.JsonQueryFunction {

    JsonQueryFunction(TypeConfiguration types) {
        super(types, true, false);
    }

    @Override
    protected void render(
            SqlAppender appender, JsonQueryArguments arguments, ReturnableType<?> result, SqlAstTranslator<?> walker) {
        if (arguments.passingClause() != null || arguments.wrapMode() != null) {
            throw new UnsupportedQueryException("json_query on SQLite has no PASSING and no WRAPPER");
        }
        appender.appendSql("(");
        arguments.jsonDocument().accept(walker);
        appender.appendSql("->");
        arguments.jsonPath().accept(walker);
        appender.appendSql(")");
    }
}
