package io.signalbox.hibernate;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.hibernate.engine.jdbc.mutation.JdbcValueBindings;
import org.hibernate.engine.jdbc.mutation.group.PreparedStatementDetails;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.generator.EventType;
import org.hibernate.generator.values.GeneratedValues;
import org.hibernate.generator.values.internal.GeneratedValuesHelper;
import org.hibernate.id.insert.GetGeneratedKeysDelegate;
import org.hibernate.id.insert.TableInsertReturningBuilder;
import org.hibernate.jdbc.Expectation;
import org.hibernate.metamodel.mapping.BasicValuedModelPart;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.sql.ast.tree.expression.ColumnReference;
import org.hibernate.sql.model.ast.MutatingTableReference;
import org.hibernate.sql.model.ast.builder.TableMutationBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Has an INSERT tell the id that SQLite gives by its RETURNING clause; what else the database gives is left to a SELECT, for RETURNING
 * "does not report any additional database changes caused by foreign key constraints or triggers"
 * (<a href="https://www.sqlite.org/lang_returning.html">RETURNING</a>), and in SQLite only a trigger that runs after the INSERT can
 * change the row.
 */
final class InsertReturningIdDelegate extends GetGeneratedKeysDelegate {

    private final MutatingTableReference table;
    private final BasicValuedModelPart id;

    InsertReturningIdDelegate(EntityPersister persister) {
        super(persister, true, EventType.INSERT);
        table = new MutatingTableReference(persister.getIdentifierTableMapping());
        id = GeneratedValuesHelper.getActualGeneratedModelPart(
                jdbcValuesMappingProducer.getResultBuilders().get(0).getModelPart());
    }

    @Override
    public TableMutationBuilder<?> createTableMutationBuilder(
            Expectation expectation, SessionFactoryImplementor factory) {
        return new TableInsertReturningBuilder(persister, table, List.of(new ColumnReference(table, id)), factory);
    }

    @Override
    public String prepareIdentifierGeneratingInsert(String insert) {
        return insert + " returning " + id.getSelectionExpression();
    }

    @Override
    public PreparedStatement prepareStatement(String sql, SharedSessionContractImplementor session) {
        return session.getJdbcCoordinator()
                .getMutationStatementPreparer()
                .prepareStatement(sql, Statement.NO_GENERATED_KEYS);
    }

    @Override
    public @Nullable GeneratedValues performMutation(
            PreparedStatementDetails insert,
            JdbcValueBindings values,
            Object entity,
            SharedSessionContractImplementor session) {
        session.getJdbcServices().getSqlStatementLogger().logStatement(insert.getSqlString());
        PreparedStatement statement = insert.resolveStatement();
        try {
            values.beforeStatement(insert);
            return executeAndExtractReturning(insert.getSqlString(), statement, session);
        } finally {
            insert.releaseStatement(session);
            values.afterStatement(insert.getMutatingTableDetails());
        }
    }

    @Override
    public @Nullable GeneratedValues executeAndExtractReturning(
            String sql, PreparedStatement insert, SharedSessionContractImplementor session) {
        ResultSet returned = session.getJdbcCoordinator().getResultSetReturn().execute(insert, sql);
        try {
            return GeneratedValuesHelper.getGeneratedValues(returned, insert, persister, getTiming(), session);
        } catch (SQLException e) {
            throw session.getJdbcServices()
                    .getSqlExceptionHelper()
                    .convert(e, "The id that an INSERT has given could not be read", sql);
        }
    }
}
