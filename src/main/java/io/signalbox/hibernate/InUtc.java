package io.signalbox.hibernate;

import java.time.ZoneId;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.mapping.JdbcMappingContainer;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.SelfRenderingExpression;

/**
 * A local date and time, moved to UTC.
 *
 * @param local the date and time
 * @param zone where it is local
 */
record InUtc(Expression local, ZoneId zone) implements SelfRenderingExpression {

    @Override
    public void renderToSql(SqlAppender appender, SqlAstTranslator<?> walker, SessionFactoryImplementor factory) {
        RepeatedArgument.render(
                appender,
                local,
                walker,
                time -> "(datetime(" + TimeKind.TIMESTAMP.seconds(time) + "," + TimeSql.utcModifier(zone) + ")||"
                        + TimeKind.TIMESTAMP.fraction(time) + ")");
    }

    @Override
    public JdbcMappingContainer getExpressionType() {
        return local.getExpressionType();
    }
}
