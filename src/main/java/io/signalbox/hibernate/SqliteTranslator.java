package io.signalbox.hibernate;

import jakarta.persistence.Timeout;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.hibernate.LockOptions;
import org.hibernate.dialect.lock.spi.LockTimeoutType;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.query.sqm.ComparisonOperator;
import org.hibernate.sql.ast.Clause;
import org.hibernate.sql.ast.spi.SqlSelection;
import org.hibernate.sql.ast.tree.Statement;
import org.hibernate.sql.ast.tree.expression.Any;
import org.hibernate.sql.ast.tree.expression.ColumnReference;
import org.hibernate.sql.ast.tree.expression.Every;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.insert.ConflictClause;
import org.hibernate.sql.ast.tree.insert.InsertSelectStatement;
import org.hibernate.sql.ast.tree.insert.Values;
import org.hibernate.sql.ast.tree.select.QuerySpec;
import org.hibernate.sql.ast.tree.select.SelectStatement;
import org.hibernate.sql.exec.internal.JdbcOperationQuerySelect;
import org.hibernate.sql.exec.spi.JdbcOperation;
import org.hibernate.sql.exec.spi.JdbcSelect;
import org.jspecify.annotations.Nullable;

/** Writes the SQL of a query as SQLite has it, inserts above all; what concerns decimals is inherited. */
final class SqliteTranslator<T extends JdbcOperation> extends DecimalPredicates<T> {

    private List<ColumnReference> inserted = List.of();

    SqliteTranslator(SessionFactoryImplementor factory, Statement statement) {
        super(factory, statement);
    }

    // locks

    /** What is to be locked is locked before it is read, with all of the database. */
    @Override
    @SuppressWarnings("removal")
    protected JdbcSelect translateSelect(SelectStatement statement) {
        LockOptions options = getLockOptions();
        Optional<Timeout> timeout = options != null && options.getLockMode().isPessimistic()
                ? Optional.of(options.getTimeout())
                : Optional.empty();
        JdbcSelect select = super.translateSelect(statement);
        Optional<String> table = getAffectedTableNames().stream()
                .filter(name -> name.indexOf('(') < 0 && name.indexOf(' ') < 0)
                .findFirst();
        if (timeout.isEmpty() || table.isEmpty() || !(select instanceof JdbcOperationQuerySelect)) {
            return select;
        }
        return getSessionFactory()
                .getJdbcSelectWithActionsBuilder()
                .setPrimaryAction(select)
                .setLockOptions(options)
                .setLockTimeoutType(LockTimeoutType.NONE)
                .appendPreAction(new WriterLock(table.get(), timeout.get()))
                .build();
    }

    // inserts

    @Override
    protected void visitInsertStatementOnly(InsertSelectStatement statement) {
        inserted = statement.getTargetColumns();
        super.visitInsertStatementOnly(statement);
    }

    @Override
    protected void visitValuesList(List<Values> rows) {
        appendSql("values ");
        getClauseStack().push(Clause.VALUES);
        for (int i = 0; i < rows.size(); i++) {
            appendSql(i == 0 ? "" : ",");
            renderRow(rows.get(i).getExpressions());
        }
        getClauseStack().pop();
    }

    private void renderRow(List<Expression> values) {
        appendSql('(');
        for (int i = 0; i < values.size(); i++) {
            appendSql(i == 0 ? "" : ",");
            renderStored(typeOfInserted(i), values.get(i), value -> value.accept(this));
        }
        appendSql(')');
    }

    private @Nullable ExactDecimalJdbcType typeOfInserted(int index) {
        return index >= 0 && index < inserted.size() ? Decimals.typeOf(inserted.get(index)) : null;
    }

    @Override
    public void visitSqlSelection(SqlSelection selection) {
        boolean isInserted = getStatement() instanceof InsertSelectStatement
                && getQueryPartStack().depth() == 1
                && getStatementStack().depth() <= 2;
        ExactDecimalJdbcType type = isInserted ? typeOfInserted(indexOf(selection)) : null;
        if (type == null) {
            super.visitSqlSelection(selection);
        } else {
            renderStored(type, selection.getExpression(), value -> value.accept(this));
        }
    }

    private int indexOf(SqlSelection selection) {
        return getQueryPartStack().getCurrent() instanceof QuerySpec query
                ? query.getSelectClause().getSqlSelections().indexOf(selection)
                : -1;
    }

    /** Without a WHERE, the ON of ON CONFLICT would be the one of a join. */
    @Override
    protected void visitInsertSource(InsertSelectStatement statement) {
        if (statement.getSourceSelectStatement() instanceof QuerySpec query
                && statement.getConflictClause() != null
                && query.getWhereClauseRestrictions() == null) {
            query.applyPredicate(Always.TRUE);
        }
        super.visitInsertSource(statement);
    }

    @Override
    protected void visitConflictClause(@Nullable ConflictClause conflict) {
        if (conflict != null && conflict.getConstraintName() != null) {
            throw new UnsupportedQueryException("on conflict on constraint " + conflict.getConstraintName()
                    + ": SQLite does not name constraints here; name the columns, on conflict(a, b)");
        }
        visitStandardConflictClause(conflict);
    }

    /** Nothing need be told from the name of a violated constraint: SQLite itself does nothing. */
    @Override
    protected @Nullable String getUniqueConstraintNameThatMayFail(InsertSelectStatement statement) {
        return null;
    }

    // times

    /** An instant is stored in UTC and a local time is not: what is compared with an instant is moved there. */
    @Override
    protected void renderComparison(Expression left, ComparisonOperator operator, Expression right) {
        if (right instanceof Any any) {
            renderExists(any.getSubquery(), false, left, operator.invert());
        } else if (right instanceof Every every) {
            renderExists(every.getSubquery(), true, left, operator.negated().invert());
        } else if (isInstant(left) && isLocal(right)) {
            super.renderComparison(left, operator, new InUtc(right, ZoneId.systemDefault()));
        } else if (isLocal(left) && isInstant(right)) {
            super.renderComparison(new InUtc(left, ZoneId.systemDefault()), operator, right);
        } else {
            super.renderComparison(left, operator, right);
        }
    }

    /** SQLite has neither ANY nor ALL: whether there is a row that the left is compared with, or none of the contrary. */
    private void renderExists(SelectStatement query, boolean none, Expression left, ComparisonOperator operator) {
        emulateSubQueryRelationalRestrictionPredicate(
                null, none, query, left, this::renderSelectSimpleComparison, operator);
    }

    @Override
    protected void renderComparisonDistinctOperator(Expression left, ComparisonOperator operator, Expression right) {
        left.accept(this);
        appendSql(
                switch (operator) {
                    case DISTINCT_FROM -> " is distinct from ";
                    case NOT_DISTINCT_FROM -> " is not distinct from ";
                    default -> operator.sqlText();
                });
        right.accept(this);
    }

    private static boolean isInstant(Expression expression) {
        return isOf(expression, TimeForm.TIMESTAMP_UTC);
    }

    private static boolean isLocal(Expression expression) {
        return isOf(expression, TimeForm.TIMESTAMP);
    }

    private static boolean isOf(Expression expression, TimeForm form) {
        JdbcMapping mapping = Decimals.mappingOf(expression);
        return mapping != null && mapping.getJdbcType() instanceof TextTimeJdbcType type && type.form() == form;
    }
}
