package io.signalbox.hibernate;

import java.util.List;
import org.hibernate.dialect.function.ConcatPipeFunction;
import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.hibernate.type.spi.TypeConfiguration;

/** The function {@code concat}, and {@code ||}: a UUID that is stored as a blob is taken for its text, and so is a boolean. */
final class ConcatFunction extends ConcatPipeFunction {

    ConcatFunction(TypeConfiguration types) {
        super("?1", types);
    }

    @Override
    public void render(
            SqlAppender appender,
            List<? extends SqlAstNode> arguments,
            ReturnableType<?> result,
            SqlAstTranslator<?> walker) {
        String separator = "(";
        for (SqlAstNode argument : arguments) {
            appender.appendSql(separator);
            RepeatedArgument.render(appender, argument, walker, value -> textOf(value, (Expression) argument));
            separator = "||";
        }
        appender.appendSql(')');
    }

    private static String textOf(String value, Expression argument) {
        if (argument.getExpressionType() == null) {
            return value;
        }
        JdbcType type = argument.getExpressionType().getSingleJdbcMapping().getJdbcType();
        if (type instanceof UuidJdbcType) {
            return UuidJdbcType.textOf(value);
        }
        return type.isBoolean() ? "case " + value + " when 1 then 'true' when 0 then 'false' end" : value;
    }
}
