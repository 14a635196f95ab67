package io.signalbox.hibernate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.metamodel.mapping.JdbcMappingContainer;
import org.hibernate.query.sqm.BinaryArithmeticOperator;
import org.hibernate.query.sqm.function.SelfRenderingFunctionSqlAstExpression;
import org.hibernate.query.sqm.sql.internal.SqmParameterInterpretation;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.expression.BinaryArithmeticExpression;
import org.hibernate.sql.ast.tree.expression.CaseSearchedExpression;
import org.hibernate.sql.ast.tree.expression.CaseSimpleExpression;
import org.hibernate.sql.ast.tree.expression.Distinct;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.JdbcParameter;
import org.hibernate.sql.ast.tree.expression.Literal;
import org.hibernate.sql.ast.tree.expression.Over;
import org.hibernate.sql.ast.tree.expression.SqlSelectionExpression;
import org.hibernate.sql.ast.tree.expression.SqlTuple;
import org.hibernate.sql.ast.tree.expression.UnaryOperation;
import org.hibernate.sql.ast.tree.expression.UnparsedNumericLiteral;
import org.hibernate.sql.ast.tree.select.QueryPart;
import org.hibernate.sql.ast.tree.select.SelectStatement;
import org.jspecify.annotations.Nullable;

/** Which expressions of a query are numbers in units of their last decimal place, and of how many places. */
final class Decimals {

    /** Of an expression that is no such number. */
    static final int NONE = 0;

    /** Functions whose result is one of their arguments, or a sum of them. */
    private static final Set<String> OF_ALL_ARGUMENTS =
            Set.of("sum", "min", "max", "coalesce", "ifnull", "nullif", "greatest", "least", "abs", "any_value");

    /** Functions whose result is their first argument, of some row. */
    private static final Set<String> OF_THE_FIRST = Set.of("first_value", "last_value", "lag", "lead", "nth_value");

    private Decimals() {}

    /** What is behind the nodes that only stand for another. */
    static SqlAstNode unwrapped(SqlAstNode node) {
        if (node instanceof SqmParameterInterpretation parameter) {
            return unwrapped(parameter.getResolvedExpression());
        }
        if (node instanceof SqlSelectionExpression selection) {
            return unwrapped(selection.getSelection().getExpression());
        }
        if (node instanceof Distinct distinct) {
            return unwrapped(distinct.getExpression());
        }
        return node instanceof Expression expression && expression.getColumnReference() != null
                ? expression.getColumnReference()
                : node;
    }

    /** The type of an exact decimal; null of anything else. */
    static @Nullable ExactDecimalJdbcType typeOf(SqlAstNode node) {
        if (!(unwrapped(node) instanceof Expression expression)) {
            return null;
        }
        JdbcMapping mapping = mappingOf(expression);
        return mapping != null && mapping.getJdbcType() instanceof ExactDecimalJdbcType type ? type : null;
    }

    static @Nullable JdbcMapping mappingOf(Expression expression) {
        JdbcMappingContainer type = expression.getExpressionType();
        return type != null && type.getJdbcTypeCount() == 1 ? type.getSingleJdbcMapping() : null;
    }

    /** True of a number that is stored as text. */
    static boolean isText(SqlAstNode node) {
        ExactDecimalJdbcType type = typeOf(node);
        return type != null && type.isText();
    }

    /** How many decimal places the integer has that an expression is; {@link #NONE} if it is no such integer. */
    static int scaleOf(SqlAstNode node) {
        SqlAstNode inner = unwrapped(node);
        if (inner instanceof SelfRenderingFunctionSqlAstExpression<?> function) {
            return scaleOf(values(function));
        }
        if (inner instanceof BinaryArithmeticExpression arithmetic) {
            return scaleOf(arithmetic);
        }
        if (inner instanceof UnaryOperation operation) {
            return scaleOf(operation.getOperand());
        }
        if (inner instanceof CaseSearchedExpression || inner instanceof CaseSimpleExpression) {
            return scaleOf(results(inner));
        }
        if (inner instanceof Over<?> over) {
            return scaleOf(over.getExpression());
        }
        if (inner instanceof SelectStatement select) {
            ExactDecimalJdbcType item = typeOf(firstItem(select)); // what has none is selected as a double
            return item == null || item.isText() ? NONE : item.scale();
        }
        if (inner instanceof Literal) {
            return NONE;
        }
        ExactDecimalJdbcType type = typeOf(inner);
        return type == null || type.isText() ? NONE : type.scale();
    }

    private static List<SqlAstNode> values(SelfRenderingFunctionSqlAstExpression<?> function) {
        if (OF_ALL_ARGUMENTS.contains(function.getFunctionName())) {
            return List.copyOf(function.getArguments());
        }
        boolean first = OF_THE_FIRST.contains(function.getFunctionName())
                && function.getArguments().size() < 3;
        return first ? List.of(function.getArguments().get(0)) : List.of();
    }

    private static SqlAstNode firstItem(SelectStatement select) {
        QueryPart part = select.getQueryPart();
        return part.getFirstQuerySpec()
                .getSelectClause()
                .getSqlSelections()
                .get(0)
                .getExpression();
    }

    private static List<SqlAstNode> results(SqlAstNode node) {
        List<SqlAstNode> results = new ArrayList<>();
        if (node instanceof CaseSearchedExpression searched) {
            searched.getWhenFragments().forEach(when -> results.add(when.getResult()));
            addIfPresent(results, searched.getOtherwise());
        } else if (node instanceof CaseSimpleExpression simple && scaleOf(simple.getFixture()) == NONE) {
            simple.getWhenFragments().forEach(when -> results.add(when.getResult()));
            addIfPresent(results, simple.getOtherwise());
        }
        return results;
    }

    private static void addIfPresent(List<SqlAstNode> results, @Nullable Expression otherwise) {
        if (otherwise != null) {
            results.add(otherwise);
        }
    }

    private static int scaleOf(BinaryArithmeticExpression arithmetic) {
        Expression left = arithmetic.getLeftHandOperand();
        Expression right = arithmetic.getRightHandOperand();
        BinaryArithmeticOperator operator = arithmetic.getOperator();
        if (operator == BinaryArithmeticOperator.MULTIPLY) {
            return ofProduct(scaleOf(left), right) + ofProduct(scaleOf(right), left);
        }
        return operator == BinaryArithmeticOperator.ADD || operator == BinaryArithmeticOperator.SUBTRACT
                ? scaleOf(List.of(left, right))
                : NONE;
    }

    /** The decimal places of units times an integer or a literal; of units times units there may be too many. */
    private static int ofProduct(int scale, Expression factor) {
        int places = placesOf(factor);
        return scale == NONE || places < 0 || scale + places > ExactDecimalJdbcType.MOST_DIGITS ? NONE : scale + places;
    }

    private static int placesOf(Expression factor) {
        BigDecimal literal = unwrapped(factor) instanceof Literal number ? valueOf(number) : null;
        if (literal != null) {
            return Math.max(literal.stripTrailingZeros().scale(), 0);
        }
        return isWhole(factor) ? 0 : -1;
    }

    /** True of what is an integer and stands for itself. */
    static boolean isWhole(SqlAstNode node) {
        SqlAstNode inner = unwrapped(node);
        if (inner instanceof Literal literal) {
            BigDecimal value = valueOf(literal);
            return value != null && value.stripTrailingZeros().scale() <= 0;
        }
        if (!(inner instanceof Expression expression) || typeOf(inner) != null) {
            return false;
        }
        JdbcMapping mapping = mappingOf(expression);
        return mapping != null && mapping.getJdbcType().isInteger();
    }

    /** The scale that all have which are no literals, if the literals fit it; {@link #NONE} otherwise. */
    static int scaleOf(Collection<? extends SqlAstNode> nodes) {
        List<SqlAstNode> others = nodes.stream()
                .map(Decimals::unwrapped)
                .filter(node -> !isLiteral(node))
                .toList();
        int[] scales = others.stream().mapToInt(Decimals::scaleOf).distinct().toArray();
        return scales.length == 1 && nodes.stream().allMatch(node -> fits(node, scales[0])) ? scales[0] : NONE;
    }

    static int scaleOf(SqlAstNode... nodes) {
        return scaleOf(Arrays.asList(nodes));
    }

    private static boolean isLiteral(SqlAstNode node) {
        return node instanceof Literal && !(node instanceof JdbcParameter);
    }

    private static boolean fits(SqlAstNode node, int scale) {
        if (!isLiteral(unwrapped(node))) {
            return true;
        }
        BigDecimal value = valueOf((Literal) unwrapped(node));
        return value == null
                ? ((Literal) unwrapped(node)).getLiteralValue() == null
                : value.stripTrailingZeros().scale() <= scale;
    }

    /** The value of the literal of a number; null if it is no number. */
    static @Nullable BigDecimal valueOf(Literal literal) {
        if (literal instanceof UnparsedNumericLiteral<?> unparsed) {
            return new BigDecimal(unparsed.getUnparsedLiteralValue());
        }
        return literal.getLiteralValue() instanceof Number number ? new BigDecimal(number.toString()) : null;
    }

    /** True if all rows of values have the same types of decimals. */
    static boolean agree(List<SqlTuple> rows) {
        return rows.stream()
                        .map(row -> row.getExpressions().stream()
                                .map(value -> Optional.ofNullable(typeOf(value)))
                                .toList())
                        .distinct()
                        .count()
                < 2;
    }

    /** True if one of them is a number stored as text. */
    static boolean anyText(Stream<? extends SqlAstNode> nodes) {
        return nodes.anyMatch(Decimals::isText);
    }
}
