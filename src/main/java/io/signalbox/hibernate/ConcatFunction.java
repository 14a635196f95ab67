package io.signalbox.hibernate;

import java.util.List;
import org.hibernate.dialect.function.ConcatPipeFunction;
import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.type.spi.TypeConfiguration;

/** The function {@code concat}, and {@code ||}: a UUID that is stored as a blob is taken for its text. */
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
            if (isBlobOfUuid((Expression) argument)) {
                RepeatedArgument.render(appender, argument, walker, UuidJdbcType::textOf);
            } else {
                argument.accept(walker);
            }
            separator = "||";
        }
        appender.appendSql(')');
    }

    private static boolean isBlobOfUuid(Expression argument) {
        return argument.getExpressionType() != null
                && argument.getExpressionType().getSingleJdbcMapping().getJdbcType() instanceof UuidJdbcType;
    }
}
