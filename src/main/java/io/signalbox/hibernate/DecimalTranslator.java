package io.signalbox.hibernate;

import java.math.BigDecimal;
import java.sql.SQLDataException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hibernate.community.dialect.SQLiteSqlAstTranslator;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.query.sqm.BinaryArithmeticOperator;
import org.hibernate.query.sqm.function.SelfRenderingFunctionSqlAstExpression;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.Statement;
import org.hibernate.sql.ast.tree.expression.BinaryArithmeticExpression;
import org.hibernate.sql.ast.tree.expression.CaseSearchedExpression;
import org.hibernate.sql.ast.tree.expression.CaseSimpleExpression;
import org.hibernate.sql.ast.tree.expression.ColumnReference;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.JdbcLiteral;
import org.hibernate.sql.ast.tree.expression.JdbcParameter;
import org.hibernate.sql.ast.tree.expression.Literal;
import org.hibernate.sql.ast.tree.expression.QueryLiteral;
import org.hibernate.sql.ast.tree.expression.SelfRenderingExpression;
import org.hibernate.sql.ast.tree.expression.SqlSelectionExpression;
import org.hibernate.sql.ast.tree.expression.UnparsedNumericLiteral;
import org.hibernate.sql.ast.tree.select.SelectStatement;
import org.hibernate.sql.ast.tree.update.Assignment;
import org.hibernate.sql.exec.spi.JdbcOperation;
import org.jspecify.annotations.Nullable;

/**
 * Writes the SQL of a query. Numbers that are integers of their last decimal place are compared, ordered, added and summed
 * as they are; anywhere else they are divided down to a double, and results are read as the one or the other. Numbers that
 * are stored as text are only compared for equality.
 */
abstract class DecimalTranslator<T extends JdbcOperation> extends SQLiteSqlAstTranslator<T> {

    /** Functions that take a number stored as text for what it is. */
    private static final Set<String> OF_TEXT = Set.of(
            "count", "coalesce", "ifnull", "nullif", "any_value", "cast", "str", "concat", "first_value", "last_value");

    /** What a number is wanted as. */
    record Wanted(boolean asDouble, int scale, @Nullable ExactDecimalJdbcType text) {
        static final Wanted AS_IT_IS = new Wanted(false, Decimals.NONE, null);
        static final Wanted DOUBLE = new Wanted(true, Decimals.NONE, null);

        static Wanted units(int scale) {
            return new Wanted(false, scale, null);
        }

        static Wanted text(ExactDecimalJdbcType type) {
            return new Wanted(false, Decimals.NONE, type);
        }
    }

    private Wanted wanted = Wanted.AS_IT_IS;

    DecimalTranslator(SessionFactoryImplementor factory, Statement statement) {
        super(factory, statement);
    }

    final void want(Wanted other, Runnable render) {
        Wanted before = wanted;
        wanted = other;
        try {
            render.run();
        } finally {
            wanted = before;
        }
    }

    /** Renders an integer of units, divided down where a double is wanted. */
    private void renderUnits(int scale, Runnable render) {
        boolean divide = wanted.asDouble();
        appendSql(divide ? "(" : "");
        want(Wanted.units(scale), render);
        appendSql(divide ? "/" + BigDecimal.TEN.pow(scale) + ".0)" : "");
    }

    final void renderOperands(Runnable render, Expression... operands) {
        int scale = Decimals.scaleOf(operands);
        boolean anyUnits = Stream.of(operands)
                .anyMatch(operand -> Decimals.typeOf(operand) != null || Decimals.scaleOf(operand) != Decimals.NONE);
        want(scale != Decimals.NONE ? Wanted.units(scale) : anyUnits ? Wanted.DOUBLE : Wanted.AS_IT_IS, render);
    }

    static UnsupportedQueryException refusedText(String what) {
        return new UnsupportedQueryException(what + " a number of more than " + ExactDecimalJdbcType.MOST_DIGITS
                + " digits is refused: it is stored as text, which has neither order nor sum. Declare fewer digits, or set "
                + DialectSettings.DECIMALS + "=stock");
    }

    // leaves

    @Override
    public void visitColumnReference(ColumnReference column) {
        renderLeaf(column, () -> super.visitColumnReference(column));
    }

    @Override
    public void visitParameter(JdbcParameter parameter) {
        renderLeaf(parameter, () -> super.visitParameter(parameter));
    }

    private void renderLeaf(Expression leaf, Runnable render) {
        int scale = wanted.asDouble() ? Decimals.scaleOf(leaf) : Decimals.NONE;
        if (scale == Decimals.NONE) {
            render.run();
        } else {
            renderUnits(scale, render);
        }
    }

    @Override
    public void visitQueryLiteral(QueryLiteral<?> literal) {
        renderLiteral(literal, () -> super.visitQueryLiteral(literal));
    }

    @Override
    public void visitJdbcLiteral(JdbcLiteral<?> literal) {
        renderLiteral(literal, () -> super.visitJdbcLiteral(literal));
    }

    @Override
    public <N extends Number> void visitUnparsedNumericLiteral(UnparsedNumericLiteral<N> literal) {
        renderLiteral(literal, () -> super.visitUnparsedNumericLiteral(literal));
    }

    private void renderLiteral(Literal literal, Runnable render) {
        BigDecimal value = Decimals.valueOf(literal);
        ExactDecimalJdbcType type = wanted.text() != null ? wanted.text() : Decimals.typeOf(literal);
        if (value != null && wanted.scale() != Decimals.NONE) {
            appendSql(value.movePointRight(wanted.scale()).toBigIntegerExact().toString());
        } else if (value != null && type != null) {
            appendSql(wanted.asDouble() ? value.toPlainString() : literal(type, value));
        } else {
            render.run();
        }
    }

    // expressions

    @Override
    public void visitBinaryArithmeticExpression(BinaryArithmeticExpression arithmetic) {
        Expression left = arithmetic.getLeftHandOperand();
        Expression right = arithmetic.getRightHandOperand();
        if (Decimals.anyText(Stream.of(left, right))) {
            throw refusedText("arithmetic on");
        }
        int scale = Decimals.scaleOf(arithmetic);
        if (scale == Decimals.NONE) {
            want(Wanted.DOUBLE, () -> renderArithmetic(arithmetic));
        } else if (arithmetic.getOperator() == BinaryArithmeticOperator.MULTIPLY) {
            renderUnits(scale, () -> renderProduct(left, right));
        } else {
            renderUnits(scale, () -> super.visitBinaryArithmeticExpression(arithmetic));
        }
    }

    /** Units times an integer, or times the units of a literal. */
    private void renderProduct(Expression left, Expression right) {
        appendSql('(');
        renderFactor(left);
        appendSql('*');
        renderFactor(right);
        appendSql(')');
    }

    private void renderFactor(Expression factor) {
        BigDecimal literal = Decimals.unwrapped(factor) instanceof Literal number ? Decimals.valueOf(number) : null;
        if (literal != null) {
            int places = Math.max(literal.stripTrailingZeros().scale(), 0);
            appendSql(literal.movePointRight(places).toBigIntegerExact().toString());
        } else {
            int scale = Decimals.scaleOf(factor);
            want(scale == Decimals.NONE ? Wanted.AS_IT_IS : Wanted.units(scale), () -> factor.accept(this));
        }
    }

    /** SQLite divides integers without a rest, and a decimal may be stored as one; its function mod gives doubles. */
    private void renderArithmetic(BinaryArithmeticExpression arithmetic) {
        BinaryArithmeticOperator operator = arithmetic.getOperator();
        boolean whole = Decimals.isWhole(arithmetic);
        if (operator == BinaryArithmeticOperator.DIVIDE && !whole) {
            renderInfix("(1.0*", arithmetic, "/");
        } else if (operator == BinaryArithmeticOperator.MODULO && whole) {
            renderInfix("(", arithmetic, "%");
        } else {
            super.visitBinaryArithmeticExpression(arithmetic);
        }
    }

    private void renderInfix(String before, BinaryArithmeticExpression arithmetic, String sign) {
        appendSql(before);
        arithmetic.getLeftHandOperand().accept(this);
        appendSql(sign);
        arithmetic.getRightHandOperand().accept(this);
        appendSql(')');
    }

    @Override
    public void visitSelfRenderingExpression(SelfRenderingExpression expression) {
        if (!(expression instanceof SelfRenderingFunctionSqlAstExpression<?> function)) {
            super.visitSelfRenderingExpression(expression);
            return;
        }
        if (!OF_TEXT.contains(function.getFunctionName()) && Decimals.anyText(function.getArguments().stream())) {
            throw refusedText("the function " + function.getFunctionName() + " of");
        }
        renderValue(function, () -> super.visitSelfRenderingExpression(function));
    }

    @Override
    protected void visitCaseSearchedExpression(CaseSearchedExpression expression, boolean inSelect) {
        renderValue(expression, () -> super.visitCaseSearchedExpression(expression, inSelect));
    }

    @Override
    protected void visitCaseSimpleExpression(CaseSimpleExpression expression, boolean inSelect) {
        renderValue(expression, () -> super.visitCaseSimpleExpression(expression, inSelect));
    }

    private void renderValue(Expression expression, Runnable render) {
        int scale = Decimals.scaleOf(expression);
        if (scale == Decimals.NONE) {
            want(Wanted.DOUBLE, render);
        } else {
            renderUnits(scale, render);
        }
    }

    /** A query inside another, or all of it. */
    @Override
    public void visitSelectStatement(SelectStatement statement) {
        boolean operand = wanted.asDouble() && !statement.getQueryPart().isRoot();
        int scale = operand ? Decimals.scaleOf(statement) : Decimals.NONE;
        if (scale == Decimals.NONE) {
            want(Wanted.AS_IT_IS, () -> super.visitSelectStatement(statement));
        } else {
            renderUnits(scale, () -> want(Wanted.AS_IT_IS, () -> super.visitSelectStatement(statement)));
        }
    }

    /** A result of no declared scale is told by its text, {@code 1234e-2}, which Java reads without loss. */
    @Override
    protected void renderSelectExpression(Expression expression) {
        int scale = Decimals.scaleOf(expression);
        ExactDecimalJdbcType declared = Decimals.typeOf(expression);
        if (declared != null) {
            renderStored(declared, expression, super::renderSelectExpression);
        } else if (scale != Decimals.NONE && isOfTheRoot()) {
            appendSql("((");
            want(Wanted.units(scale), () -> super.renderSelectExpression(expression));
            appendSql(")||'e-" + scale + "')");
        } else {
            want(Wanted.DOUBLE, () -> super.renderSelectExpression(expression));
        }
    }

    private boolean isOfTheRoot() {
        return getQueryPartStack().depth() == 1 && getStatement() instanceof SelectStatement;
    }

    /** By the expression and not by its number: what is selected may be a text. */
    @Override
    public void visitSqlSelectionExpression(SqlSelectionExpression expression) {
        if (Decimals.scaleOf(expression) == Decimals.NONE) {
            super.visitSqlSelectionExpression(expression);
        } else {
            expression.getSelection().getExpression().accept(this);
        }
    }

    // changes

    @Override
    protected void visitSetAssignment(Assignment assignment) {
        List<ColumnReference> columns = assignment.getAssignable().getColumnReferences();
        ExactDecimalJdbcType type = columns.size() == 1 ? Decimals.typeOf(columns.get(0)) : null;
        if (type == null) {
            super.visitSetAssignment(assignment);
        } else {
            appendAssignmentColumn(columns.get(0));
            appendSql('=');
            renderStored(type, assignment.getAssignedValue(), value -> value.accept(this));
        }
    }

    /** Renders a value as a column of the type stores it. */
    void renderStored(@Nullable ExactDecimalJdbcType type, Expression value, Consumer<Expression> render) {
        BigDecimal literal = Decimals.unwrapped(value) instanceof Literal number ? Decimals.valueOf(number) : null;
        if (type == null) {
            render.accept(value);
        } else if (literal != null) {
            appendSql(literal(type, literal));
        } else if (isStoredSo(type, value)) {
            want(Wanted.AS_IT_IS, () -> render.accept(value));
        } else if (type.isText() && type.equals(Decimals.typeOf(value))) {
            want(Wanted.text(type), () -> render.accept(value));
        } else if (type.isText()) {
            throw refusedText("to compute");
        } else if (Decimals.scaleOf(value) == type.scale()) {
            want(Wanted.units(type.scale()), () -> render.accept(value));
        } else {
            appendSql("cast(round((");
            want(Wanted.DOUBLE, () -> render.accept(value));
            appendSql(")*" + BigDecimal.TEN.pow(type.scale()) + ") as integer)");
        }
    }

    private static boolean isStoredSo(ExactDecimalJdbcType type, Expression value) {
        SqlAstNode inner = Decimals.unwrapped(value);
        boolean plain = inner instanceof ColumnReference || inner instanceof JdbcParameter;
        boolean isNull = inner instanceof Literal literal && literal.getLiteralValue() == null;
        return isNull || (plain && type.equals(Decimals.typeOf(inner)));
    }

    private static String literal(ExactDecimalJdbcType type, BigDecimal value) {
        try {
            return type.literal(value);
        } catch (SQLDataException e) {
            throw new UnsupportedQueryException(String.valueOf(e.getMessage()));
        }
    }
}
