package io.signalbox.hibernate;

import java.util.List;
import org.hibernate.dialect.function.AbstractRegexpLikeFunction;
import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.type.spi.TypeConfiguration;

/**
 * The function {@code regexp_like} and the predicate {@code like regexp}: SQLite's operator REGEXP, which calls a function
 * that the connection has to have. The flags, {@code i} for instance, become those of the pattern.
 */
final class RegexpLikeFunction extends AbstractRegexpLikeFunction {

    RegexpLikeFunction(TypeConfiguration types) {
        super(types);
    }

    @Override
    public void render(
            SqlAppender appender,
            List<? extends SqlAstNode> arguments,
            ReturnableType<?> result,
            SqlAstTranslator<?> walker) {
        appender.appendSql("(");
        arguments.get(0).accept(walker);
        appender.appendSql(" regexp ");
        if (arguments.size() > 2) {
            appender.appendSql("('(?'||");
            arguments.get(2).accept(walker);
            appender.appendSql("||')'||");
            arguments.get(1).accept(walker);
            appender.appendSql(")");
        } else {
            arguments.get(1).accept(walker);
        }
        appender.appendSql(")");
    }

    @Override
    public boolean isPredicate() {
        return false;
    }
}
