package io.signalbox.hibernate;

import java.util.Map;
import org.hibernate.query.sqm.function.SqmFunctionRegistry;
import org.hibernate.query.sqm.produce.function.FunctionParameterType;
import org.hibernate.query.sqm.produce.function.StandardFunctionReturnTypeResolvers;
import org.hibernate.type.BasicType;
import org.hibernate.type.StandardBasicTypes;
import org.hibernate.type.spi.TypeConfiguration;

/** Functions of numbers that SQLite lacks: of bits, and of statistics with the names and the results of PostgreSQL. */
final class NumberFunctions {

    /** The squares of the distances from the average; rounding must not make it negative. */
    private static final String SQUARES = "max(sum(1.0*(?1)*(?1))-sum(1.0*(?1))*sum(1.0*(?1))/count(?1),0.0)";

    private static final String OF_ALL = SQUARES + "/nullif(count(?1),0)";
    private static final String OF_A_SAMPLE = SQUARES + "/nullif(count(?1)-1,0)";

    private static final Map<String, String> AGGREGATES = Map.of(
            "var_pop", "(" + OF_ALL + ")",
            "var_samp", "(" + OF_A_SAMPLE + ")",
            "variance", "(" + OF_A_SAMPLE + ")",
            "stddev_pop", "sqrt(" + OF_ALL + ")",
            "stddev_samp", "sqrt(" + OF_A_SAMPLE + ")",
            "stddev", "sqrt(" + OF_A_SAMPLE + ")");

    private static final Map<String, String> OF_BITS =
            Map.of("bitand", "(?1&?2)", "bitor", "(?1|?2)", "bitxor", "((?1|?2)-(?1&?2))");

    private NumberFunctions() {}

    static void register(SqmFunctionRegistry functions, TypeConfiguration types) {
        BasicType<Double> real = types.getBasicTypeRegistry().resolve(StandardBasicTypes.DOUBLE);
        functions
                .namedAggregateDescriptorBuilder("sum")
                .setReturnTypeResolver(new SumReturnType(types))
                .setExactArgumentCount(1)
                .register();
        AGGREGATES.forEach((name, pattern) -> functions.register(name, new StatisticFunction(name, pattern, types)));
        OF_BITS.forEach((name, pattern) -> functions
                .patternDescriptorBuilder(name, pattern)
                .setReturnTypeResolver(StandardFunctionReturnTypeResolvers.useArgType(1))
                .setExactArgumentCount(2)
                .setParameterTypes(FunctionParameterType.INTEGER, FunctionParameterType.INTEGER)
                .register());
        functions
                .patternDescriptorBuilder("bitnot", "~?1")
                .setReturnTypeResolver(StandardFunctionReturnTypeResolvers.useArgType(1))
                .setExactArgumentCount(1)
                .setParameterTypes(FunctionParameterType.INTEGER)
                .register();
        functions
                .patternDescriptorBuilder("cbrt", "(sign(?1)*pow(abs(?1),1.0/3))")
                .setInvariantType(real)
                .setExactArgumentCount(1)
                .setParameterTypes(FunctionParameterType.NUMERIC)
                .register();
    }
}
