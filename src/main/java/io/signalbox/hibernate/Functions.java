package io.signalbox.hibernate;

import org.hibernate.boot.model.FunctionContributions;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.function.CommonFunctionFactory;
import org.hibernate.query.sqm.function.SqmFunctionRegistry;
import org.hibernate.query.sqm.produce.function.FunctionParameterType;
import org.hibernate.type.BasicType;
import org.hibernate.type.BasicTypeRegistry;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.StandardBasicTypes;
import org.hibernate.type.spi.TypeConfiguration;

/** The functions of HQL that are added to the community's, or put in place of them. */
final class Functions {

    private static final int MOST_OF_A_SERIES = 1_000_000;

    private Functions() {}

    static void register(FunctionContributions contributions, Dialect dialect, boolean exactTimes) {
        SqmFunctionRegistry functions = contributions.getFunctionRegistry();
        TypeConfiguration types = contributions.getTypeConfiguration();
        registerStrings(functions, types);
        functions.register("trunc", new TruncFunction(types));
        functions.registerAlternateKey("truncate", "trunc");
        if (exactTimes) {
            functions.register("format", new FormatFunction(types));
            functions.register("timestampadd", new TimestampAddFunction(dialect, types));
        }
        NumberFunctions.register(functions, types);
        CommonFunctionFactory common = new CommonFunctionFactory(contributions);
        common.listagg_stringAgg("varchar");
        common.generateSeries_recursive(MOST_OF_A_SERIES, false, false);
        registerJson(functions, types, common);
        registerOfTheConnection(functions, types);
    }

    private static void registerJson(
            SqmFunctionRegistry functions, TypeConfiguration types, CommonFunctionFactory common) {
        functions.register("json_value", new JsonValueFunction(types));
        functions.register("json_query", new JsonQueryFunction(types));
        functions.register("json_exists", new JsonExistsFunction(types));
        JsonAggregates.register(functions, types);
        common.jsonObject_mysql();
        common.jsonArray_mysql();
        common.jsonSet_mysql();
        common.jsonRemove_mysql();
        common.jsonReplace_mysql();
        common.jsonInsert_mysql();
        functions
                .patternDescriptorBuilder("json_mergepatch", "json_patch(?1,?2)")
                .setInvariantType(types.getBasicTypeRegistry().resolve(String.class, SqlTypes.JSON))
                .setExactArgumentCount(2)
                .register();
        functions
                .patternDescriptorBuilder("json_array_append", "json_insert(?1,?2||'[#]',?3)")
                .setInvariantType(types.getBasicTypeRegistry().resolve(String.class, SqlTypes.JSON))
                .setExactArgumentCount(3)
                .register();
    }

    /** Functions that SQLite lacks, and a connection may have: see {@code SqlFunctions}. */
    private static void registerOfTheConnection(SqmFunctionRegistry functions, TypeConfiguration types) {
        BasicTypeRegistry basic = types.getBasicTypeRegistry();
        functions
                .patternDescriptorBuilder("casefold", "casefold(?1)")
                .setInvariantType(basic.resolve(StandardBasicTypes.STRING))
                .setExactArgumentCount(1)
                .setParameterTypes(FunctionParameterType.STRING)
                .setArgumentListSignature("(STRING string)")
                .register();
        functions.register("regexp_like", new RegexpLikeFunction(types));
    }

    private static void registerStrings(SqmFunctionRegistry functions, TypeConfiguration types) {
        BasicTypeRegistry basic = types.getBasicTypeRegistry();
        BasicType<String> string = basic.resolve(StandardBasicTypes.STRING);
        functions
                .registerBinaryTernaryPattern(
                        "locate",
                        basic.resolve(StandardBasicTypes.INTEGER),
                        "instr(?2,?1)",
                        "((instr(substr(?2,?3),?1)+?3-1)*(instr(substr(?2,?3),?1)>0))",
                        FunctionParameterType.STRING,
                        FunctionParameterType.STRING,
                        FunctionParameterType.INTEGER,
                        types)
                .setArgumentListSignature("(pattern, string[, start])");
        functions.register("concat", new ConcatFunction(types));
        registerPad(functions, types, "lpad", "%s||substr(?1,1,?2)");
        registerPad(functions, types, "rpad", "substr(?1,1,?2)||%s");
        functions
                .patternDescriptorBuilder("ascii", "unicode(?1)")
                .setInvariantType(basic.resolve(StandardBasicTypes.INTEGER))
                .setExactArgumentCount(1)
                .setParameterTypes(FunctionParameterType.STRING)
                .register();
        functions
                .patternDescriptorBuilder("repeat", "replace(hex(zeroblob(?2)),'00',?1)")
                .setInvariantType(string)
                .setExactArgumentCount(2)
                .setParameterTypes(FunctionParameterType.STRING, FunctionParameterType.INTEGER)
                .setArgumentListSignature("(STRING string, INTEGER times)")
                .register();
    }

    /** As PostgreSQL: what is longer is cut. */
    private static void registerPad(
            SqmFunctionRegistry functions, TypeConfiguration types, String name, String pattern) {
        String padding = "substr(replace(hex(zeroblob(max(?2-length(?1),0))),'00',%s),1,max(?2-length(?1),0))";
        functions
                .registerBinaryTernaryPattern(
                        name,
                        types.getBasicTypeRegistry().resolve(StandardBasicTypes.STRING),
                        "(" + pattern.replace("%s", padding.replace("%s", "' '")) + ")",
                        "(" + pattern.replace("%s", padding.replace("%s", "?3")) + ")",
                        FunctionParameterType.STRING,
                        FunctionParameterType.INTEGER,
                        FunctionParameterType.STRING,
                        types)
                .setArgumentListSignature("(string, length[, padding])");
    }
}
