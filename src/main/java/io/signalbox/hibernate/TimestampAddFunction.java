package io.signalbox.hibernate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.function.TimestampaddFunction;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.query.common.TemporalUnit;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.expression.BinaryArithmeticExpression;
import org.hibernate.sql.ast.tree.expression.DurationUnit;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.UnaryOperation;
import org.hibernate.type.spi.TypeConfiguration;

/**
 * The function {@code timestampadd}. A {@link Duration} is stored in nanoseconds, and Hibernate asks for as many seconds to
 * be added.
 */
final class TimestampAddFunction extends TimestampaddFunction {

    TimestampAddFunction(Dialect dialect, TypeConfiguration types) {
        super(dialect, types);
    }

    @Override
    public void render(
            SqlAppender appender,
            List<? extends SqlAstNode> arguments,
            ReturnableType<?> result,
            SqlAstTranslator<?> walker) {
        DurationUnit unit = (DurationUnit) arguments.get(0);
        if (unit.getUnit() != TemporalUnit.SECOND || !isDuration((Expression) arguments.get(1))) {
            super.render(appender, arguments, result, walker);
            return;
        }
        List<SqlAstNode> inNanoseconds = new ArrayList<>(arguments);
        inNanoseconds.set(0, new DurationUnit(TemporalUnit.NANOSECOND, unit.getExpressionType()));
        super.render(appender, inNanoseconds, result, walker);
    }

    private static boolean isDuration(Expression magnitude) {
        if (magnitude instanceof UnaryOperation negated) {
            return isDuration(negated.getOperand());
        }
        if (magnitude instanceof BinaryArithmeticExpression scaled) {
            return isDuration(scaled.getLeftHandOperand()) || isDuration(scaled.getRightHandOperand());
        }
        JdbcMapping mapping = Decimals.mappingOf(magnitude);
        return mapping != null && mapping.getJavaTypeDescriptor().getJavaTypeClass() == Duration.class;
    }
}
