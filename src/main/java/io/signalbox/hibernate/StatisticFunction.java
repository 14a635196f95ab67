package io.signalbox.hibernate;

import java.util.List;
import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.query.sqm.function.AbstractSqmSelfRenderingFunctionDescriptor;
import org.hibernate.query.sqm.function.FunctionKind;
import org.hibernate.query.sqm.produce.function.ArgumentTypesValidator;
import org.hibernate.query.sqm.produce.function.FunctionParameterType;
import org.hibernate.query.sqm.produce.function.StandardArgumentsValidators;
import org.hibernate.query.sqm.produce.function.StandardFunctionArgumentTypeResolvers;
import org.hibernate.query.sqm.produce.function.StandardFunctionReturnTypeResolvers;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.predicate.Predicate;
import org.hibernate.type.StandardBasicTypes;
import org.hibernate.type.spi.TypeConfiguration;
import org.jspecify.annotations.Nullable;

/** A statistic of the numbers of a group, {@code stddev} for instance: made of sums, with the results of PostgreSQL. */
final class StatisticFunction extends AbstractSqmSelfRenderingFunctionDescriptor {

    private final String pattern;

    /**
     * Makes the function.
     *
     * @param pattern its SQL, with {@code ?1} for the number; null is left out by SQLite's own aggregates
     */
    StatisticFunction(String name, String pattern, TypeConfiguration types) {
        super(
                name,
                FunctionKind.AGGREGATE,
                new ArgumentTypesValidator(StandardArgumentsValidators.exactly(1), FunctionParameterType.NUMERIC),
                StandardFunctionReturnTypeResolvers.invariant(
                        types.getBasicTypeRegistry().resolve(StandardBasicTypes.DOUBLE)),
                StandardFunctionArgumentTypeResolvers.NULL);
        this.pattern = pattern;
    }

    @Override
    public void render(
            SqlAppender appender,
            List<? extends SqlAstNode> arguments,
            ReturnableType<?> result,
            SqlAstTranslator<?> walker) {
        render(appender, arguments, null, result, walker);
    }

    @Override
    public void render(
            SqlAppender appender,
            List<? extends SqlAstNode> arguments,
            @Nullable Predicate filter,
            ReturnableType<?> result,
            SqlAstTranslator<?> walker) {
        int at = 0;
        for (int next = pattern.indexOf("?1"); next >= 0; next = pattern.indexOf("?1", at)) {
            appender.appendSql(pattern.substring(at, next));
            renderNumber(appender, arguments.get(0), filter, walker);
            at = next + 2;
        }
        appender.appendSql(pattern.substring(at));
    }

    private static void renderNumber(
            SqlAppender appender, SqlAstNode number, @Nullable Predicate filter, SqlAstTranslator<?> walker) {
        if (filter == null) {
            number.accept(walker);
            return;
        }
        appender.appendSql("case when ");
        filter.accept(walker);
        appender.appendSql(" then ");
        number.accept(walker);
        appender.appendSql(" end");
    }
}
