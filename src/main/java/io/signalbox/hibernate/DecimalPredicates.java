package io.signalbox.hibernate;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.query.sqm.ComparisonOperator;
import org.hibernate.sql.ast.tree.Statement;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.Literal;
import org.hibernate.sql.ast.tree.expression.SqlTuple;
import org.hibernate.sql.ast.tree.expression.SqlTupleContainer;
import org.hibernate.sql.ast.tree.predicate.BetweenPredicate;
import org.hibernate.sql.ast.tree.predicate.ComparisonPredicate;
import org.hibernate.sql.ast.tree.predicate.ExistsPredicate;
import org.hibernate.sql.ast.tree.predicate.InListPredicate;
import org.hibernate.sql.ast.tree.predicate.InSubQueryPredicate;
import org.hibernate.sql.ast.tree.predicate.LikePredicate;
import org.hibernate.sql.ast.tree.predicate.NullnessPredicate;
import org.hibernate.sql.ast.tree.select.SortSpecification;
import org.hibernate.sql.exec.spi.JdbcOperation;

/** Writes the predicates of a query, with numbers compared as what they are; see {@link DecimalTranslator}. */
abstract class DecimalPredicates<T extends JdbcOperation> extends DecimalTranslator<T> {

    private static final Set<ComparisonOperator> EQUALITIES = EnumSet.of(
            ComparisonOperator.EQUAL,
            ComparisonOperator.NOT_EQUAL,
            ComparisonOperator.DISTINCT_FROM,
            ComparisonOperator.NOT_DISTINCT_FROM);

    DecimalPredicates(SessionFactoryImplementor factory, Statement statement) {
        super(factory, statement);
    }

    @Override
    protected void renderComparison(Expression left, ComparisonOperator operator, Expression right) {
        if (SqlTupleContainer.getSqlTuple(left) != null) {
            super.renderComparison(left, operator, right);
        } else if (!Decimals.isText(left) && !Decimals.isText(right)) {
            renderOperands(() -> super.renderComparison(left, operator, right), left, right);
        } else if (EQUALITIES.contains(operator)) {
            want(Wanted.text(textOf(left, right)), () -> super.renderComparison(left, operator, right));
        } else {
            throw refusedText("to order by the size of");
        }
    }

    /** The one type of all that are no literals. */
    private static ExactDecimalJdbcType textOf(Expression... operands) {
        List<ExactDecimalJdbcType> types = Stream.of(operands)
                .filter(operand -> !(Decimals.unwrapped(operand) instanceof Literal))
                .map(operand -> Optional.ofNullable(Decimals.typeOf(operand))
                        .filter(ExactDecimalJdbcType::isText)
                        .orElseThrow(() -> refusedText("to compare with another type")))
                .distinct()
                .toList();
        if (types.size() != 1) {
            throw refusedText("to compare with one of another scale");
        }
        return types.get(0);
    }

    @Override
    public void visitBetweenPredicate(BetweenPredicate between) {
        List<Expression> operands = List.of(between.getExpression(), between.getLowerBound(), between.getUpperBound());
        if (Decimals.anyText(operands.stream())) {
            throw refusedText("to order by the size of");
        }
        renderOperands(() -> super.visitBetweenPredicate(between), operands.toArray(Expression[]::new));
    }

    @Override
    public void visitRelationalPredicate(ComparisonPredicate comparison) {
        want(
                wantedOfRows(List.of(comparison.getLeftHandExpression(), comparison.getRightHandExpression())),
                () -> super.visitRelationalPredicate(comparison));
    }

    /** Rows are compared as they are stored if they are stored alike, and else as doubles. */
    private static Wanted wantedOfRows(List<Expression> operands) {
        List<SqlTuple> rows = operands.stream()
                .map(SqlTupleContainer::getSqlTuple)
                .filter(Objects::nonNull)
                .toList();
        return Decimals.agree(rows) ? Wanted.AS_IT_IS : Wanted.DOUBLE;
    }

    @Override
    public void visitInListPredicate(InListPredicate in) {
        List<Expression> operands = new ArrayList<>(in.getListExpressions());
        operands.add(in.getTestExpression());
        Expression[] all = operands.toArray(Expression[]::new);
        if (SqlTupleContainer.getSqlTuple(in.getTestExpression()) != null) {
            want(wantedOfRows(operands), () -> super.visitInListPredicate(in));
        } else if (Decimals.anyText(operands.stream())) {
            want(Wanted.text(textOf(all)), () -> super.visitInListPredicate(in));
        } else {
            renderOperands(() -> super.visitInListPredicate(in), all);
        }
    }

    @Override
    public void visitInSubQueryPredicate(InSubQueryPredicate in) {
        want(Wanted.AS_IT_IS, () -> super.visitInSubQueryPredicate(in));
    }

    @Override
    public void visitExistsPredicate(ExistsPredicate exists) {
        want(Wanted.AS_IT_IS, () -> super.visitExistsPredicate(exists));
    }

    @Override
    public void visitNullnessPredicate(NullnessPredicate nullness) {
        want(Wanted.AS_IT_IS, () -> super.visitNullnessPredicate(nullness));
    }

    @Override
    public void visitLikePredicate(LikePredicate like) {
        want(Wanted.DOUBLE, () -> super.visitLikePredicate(like));
    }

    @Override
    public void visitSortSpecification(SortSpecification sort) {
        if (Decimals.isText(sort.getSortExpression())) {
            throw refusedText("to order by");
        }
        want(Wanted.AS_IT_IS, () -> super.visitSortSpecification(sort));
    }
}
