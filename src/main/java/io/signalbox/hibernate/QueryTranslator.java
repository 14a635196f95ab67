package io.signalbox.hibernate;

import java.util.List;
import java.util.function.BiConsumer;
import org.hibernate.engine.spi.LoadQueryInfluencers;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.query.spi.QueryOptions;
import org.hibernate.query.spi.QueryParameterBindings;
import org.hibernate.query.sqm.internal.DomainParameterXref;
import org.hibernate.query.sqm.sql.SqmTranslator;
import org.hibernate.query.sqm.sql.StandardSqmTranslatorFactory;
import org.hibernate.query.sqm.sql.internal.SqlAstProcessingStateImpl;
import org.hibernate.query.sqm.sql.internal.StandardSqmTranslator;
import org.hibernate.query.sqm.tree.SqmDmlStatement;
import org.hibernate.query.sqm.tree.insert.SqmConflictClause;
import org.hibernate.query.sqm.tree.insert.SqmInsertStatement;
import org.hibernate.sql.ast.spi.SqlAstCreationContext;
import org.hibernate.sql.ast.tree.MutationStatement;
import org.hibernate.sql.ast.tree.expression.ColumnReference;
import org.hibernate.sql.ast.tree.from.TableGroup;
import org.hibernate.sql.ast.tree.insert.ConflictClause;
import org.hibernate.sql.ast.tree.update.Assignable;
import org.jspecify.annotations.Nullable;

/**
 * Hibernate's translator of HQL that changes something. In {@code insert ... select ... on conflict} Hibernate has forgotten
 * the table when it comes to the conflict.
 */
final class QueryTranslator extends StandardSqmTranslator<MutationStatement> {

    private @Nullable TableGroup target;

    private QueryTranslator(
            SqmDmlStatement<?> statement,
            QueryOptions options,
            DomainParameterXref parameters,
            QueryParameterBindings bindings,
            LoadQueryInfluencers influencers,
            SqlAstCreationContext context) {
        super(statement, options, parameters, bindings, influencers, context, false);
    }

    /** Makes such translators. */
    static final class Factory extends StandardSqmTranslatorFactory {
        @Override
        public SqmTranslator<? extends MutationStatement> createMutationTranslator(
                SqmDmlStatement<?> statement,
                QueryOptions options,
                DomainParameterXref parameters,
                QueryParameterBindings bindings,
                LoadQueryInfluencers influencers,
                SqlAstCreationContext context) {
            return new QueryTranslator(statement, options, parameters, bindings, influencers, context);
        }
    }

    @Override
    public AdditionalInsertValues visitInsertionTargetPaths(
            BiConsumer<Assignable, List<ColumnReference>> consumer,
            SqmInsertStatement<?> statement,
            EntityPersister entity,
            TableGroup root) {
        target = root;
        return super.visitInsertionTargetPaths(consumer, statement, entity, root);
    }

    @Override
    public @Nullable ConflictClause visitConflictClause(@Nullable SqmConflictClause<?> clause) {
        TableGroup inserted = target;
        if (clause == null || inserted == null || !getProcessingStateStack().isEmpty()) {
            return super.visitConflictClause(clause);
        }
        pushProcessingState(new SqlAstProcessingStateImpl(null, this, getCurrentClauseStack()::getCurrent));
        try {
            getFromClauseAccess().registerTableGroup(inserted.getNavigablePath(), inserted);
            return super.visitConflictClause(clause);
        } finally {
            popProcessingStateStack();
        }
    }
}
