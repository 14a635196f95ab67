package io.signalbox.hibernate;

import java.util.function.UnaryOperator;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;

/** Renders SQL in which one argument occurs several times; a parameter in it is then bound several times. */
final class RepeatedArgument {

    private static final char MARK = '?';

    private RepeatedArgument() {}

    /** Appends the SQL that is made of the argument's own. */
    static void render(
            SqlAppender appender, SqlAstNode argument, SqlAstTranslator<?> walker, UnaryOperator<String> sql) {
        String pattern = sql.apply(MARK + "1");
        int at = 0;
        for (int next = pattern.indexOf(MARK + "1"); next >= 0; next = pattern.indexOf(MARK + "1", at)) {
            appender.appendSql(pattern.substring(at, next));
            argument.accept(walker);
            at = next + 2;
        }
        appender.appendSql(pattern.substring(at));
    }
}
