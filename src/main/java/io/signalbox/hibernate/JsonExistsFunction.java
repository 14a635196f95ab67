package io.signalbox.hibernate;

import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.type.spi.TypeConfiguration;

/** The function {@code json_exists}: whether a path leads to something. */
final class JsonExistsFunction extends org.hibernate.dialect.function.json.JsonExistsFunction {

    JsonExistsFunction(TypeConfiguration types) {
        super(types, true, false);
    }

    @Override
    protected void render(
            SqlAppender appender, JsonExistsArguments arguments, ReturnableType<?> result, SqlAstTranslator<?> walker) {
        if (arguments.passingClause() != null) {
            throw new UnsupportedQueryException("json_exists on SQLite has no PASSING: concatenate the path");
        }
        appender.appendSql("(json_type(");
        arguments.jsonDocument().accept(walker);
        appender.appendSql(",");
        arguments.jsonPath().accept(walker);
        appender.appendSql(") is not null)");
    }
}
