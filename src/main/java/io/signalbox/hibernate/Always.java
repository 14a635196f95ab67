package io.signalbox.hibernate;

import org.hibernate.metamodel.mapping.JdbcMappingContainer;
import org.hibernate.sql.ast.SqlAstWalker;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.predicate.Predicate;
import org.jspecify.annotations.Nullable;

/** A predicate that always holds. */
enum Always implements Predicate {
    TRUE;

    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public void accept(SqlAstWalker walker) {
        if (walker instanceof SqlAppender appender) {
            appender.appendSql("true");
        }
    }

    @Override
    public @Nullable JdbcMappingContainer getExpressionType() {
        return null;
    }
}
