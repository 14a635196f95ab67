package io.signalbox.hibernate;

import java.util.List;
import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.Format;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.hibernate.type.spi.TypeConfiguration;

/** The function {@code format(time as 'pattern')}. */
final class FormatFunction extends org.hibernate.dialect.function.FormatFunction {

    FormatFunction(TypeConfiguration types) {
        super("strftime", types);
    }

    @Override
    public void render(
            SqlAppender appender,
            List<? extends SqlAstNode> arguments,
            ReturnableType<?> result,
            SqlAstTranslator<?> walker) {
        if (arguments.get(0) instanceof Expression time && arguments.get(1) instanceof Format format) {
            JdbcType type = time.getExpressionType().getSingleJdbcMapping().getJdbcType();
            boolean utc = type instanceof TextTimeJdbcType text && text.form() == TimeForm.TIMESTAMP_UTC;
            RepeatedArgument.render(appender, time, walker, sql -> TimeFormat.of(format.getFormat(), sql, utc));
        } else {
            super.render(appender, arguments, result, walker);
        }
    }
}
