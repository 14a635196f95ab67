package io.signalbox.hibernate;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.hibernate.dialect.function.SumReturnTypeResolver;
import org.hibernate.metamodel.mapping.BasicValuedMapping;
import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.query.sqm.produce.function.StandardFunctionReturnTypeResolvers;
import org.hibernate.query.sqm.sql.SqmToSqlAstConverter;
import org.hibernate.query.sqm.tree.SqmTypedNode;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.type.spi.TypeConfiguration;
import org.jspecify.annotations.Nullable;

/** The type of a sum: that of durations is a duration, where Hibernate has a number of nanoseconds. */
final class SumReturnType extends SumReturnTypeResolver {

    SumReturnType(TypeConfiguration types) {
        super(types);
    }

    @Override
    public @Nullable ReturnableType<?> resolveFunctionReturnType(
            @Nullable ReturnableType<?> implied,
            @Nullable SqmToSqlAstConverter converter,
            List<? extends SqmTypedNode<?>> arguments,
            TypeConfiguration types) {
        ReturnableType<?> argument = StandardFunctionReturnTypeResolvers.extractArgumentType(arguments, 1);
        return implied == null && argument != null && argument.getJavaType() == Duration.class
                ? argument
                : super.resolveFunctionReturnType(implied, converter, arguments, types);
    }

    @Override
    public BasicValuedMapping resolveFunctionReturnType(
            @Nullable Supplier<BasicValuedMapping> implied, List<? extends SqlAstNode> arguments) {
        BasicValuedMapping argument = StandardFunctionReturnTypeResolvers.extractArgumentValuedMapping(arguments, 1);
        boolean ofDurations = argument.getJdbcMapping().getJavaTypeDescriptor().getJavaTypeClass() == Duration.class;
        return ofDurations ? argument : super.resolveFunctionReturnType(implied, arguments);
    }
}
