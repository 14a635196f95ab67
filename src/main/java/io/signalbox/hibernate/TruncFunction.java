package io.signalbox.hibernate;

import java.util.List;
import org.hibernate.dialect.function.TruncFunction.DatetimeTrunc;
import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.query.common.TemporalUnit;
import org.hibernate.query.spi.QueryEngine;
import org.hibernate.query.sqm.function.SelfRenderingSqmFunction;
import org.hibernate.query.sqm.tree.SqmTypedNode;
import org.hibernate.query.sqm.tree.expression.SqmExtractUnit;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.ExtractUnit;
import org.hibernate.type.spi.TypeConfiguration;

/** The function {@code trunc}, of numbers to decimal places and of times to a unit. */
final class TruncFunction extends org.hibernate.dialect.function.TruncFunction {

    TruncFunction(TypeConfiguration types) {
        super("trunc(?1)", "(trunc(round(?1*pow(10,?2),6))/pow(10,?2))", DatetimeTrunc.DATE_TRUNC, null, types);
    }

    @Override
    protected <T> SelfRenderingSqmFunction<T> generateSqmFunctionExpression(
            List<? extends SqmTypedNode<?>> arguments, ReturnableType<T> implied, QueryEngine engine) {
        if (arguments.size() == 2 && arguments.get(1) instanceof SqmExtractUnit<?>) {
            return new SelfRenderingSqmFunction<>(
                    this,
                    TruncFunction::render,
                    arguments,
                    implied,
                    getArgumentsValidator(),
                    getReturnTypeResolver(),
                    engine.getCriteriaBuilder(),
                    getName());
        }
        return super.generateSqmFunctionExpression(arguments, implied, engine);
    }

    private static void render(
            SqlAppender appender,
            List<? extends SqlAstNode> arguments,
            ReturnableType<?> result,
            SqlAstTranslator<?> walker) {
        Expression time = (Expression) arguments.get(0);
        TemporalUnit unit = ((ExtractUnit) arguments.get(1)).getUnit();
        TimeKind kind =
                TimeKind.of(time.getExpressionType().getSingleJdbcMapping().getJdbcType());
        RepeatedArgument.render(appender, time, walker, sql -> truncated(sql, unit, kind));
    }

    private static String truncated(String time, TemporalUnit unit, TimeKind kind) {
        String midnight = kind == TimeKind.TIMESTAMP ? " 00:00:00" : "";
        return switch (unit) {
            case YEAR -> "(substr(" + time + ",1,4)||'-01-01" + midnight + "')";
            case QUARTER ->
                "(substr(" + time + ",1,5)||printf('%02d',(substr(" + time + ",6,2)-1)/3*3+1)||'-01" + midnight + "')";
            case MONTH -> "(substr(" + time + ",1,7)||'-01" + midnight + "')";
            case WEEK -> "(date(substr(" + time + ",1,10),'-6 days','weekday 1')||'" + midnight + "')";
            case DAY -> "(substr(" + time + ",1,10)||'" + midnight + "')";
            case HOUR -> cut(time, kind, 6, ":00:00");
            case MINUTE -> cut(time, kind, 3, ":00");
            case SECOND -> cut(time, kind, 0, "");
            default -> throw new UnsupportedQueryException("trunc() on SQLite cannot truncate a time to a " + unit);
        };
    }

    private static String cut(String time, TimeKind kind, int fromEnd, String rest) {
        return kind == TimeKind.DATE
                ? time
                : "(substr(" + time + ",1," + (kind.length() - fromEnd) + ")||'" + rest + "')";
    }
}
