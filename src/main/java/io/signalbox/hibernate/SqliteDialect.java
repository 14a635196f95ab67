package io.signalbox.hibernate;

import jakarta.persistence.TemporalType;
import java.sql.Types;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.hibernate.boot.model.FunctionContributions;
import org.hibernate.boot.model.TypeContributions;
import org.hibernate.community.dialect.SQLiteDialect;
import org.hibernate.dialect.DatabaseVersion;
import org.hibernate.dialect.aggregate.AggregateSupport;
import org.hibernate.dialect.identity.IdentityColumnSupport;
import org.hibernate.dialect.temptable.TemporaryTableExporter;
import org.hibernate.dialect.unique.UniqueDelegate;
import org.hibernate.engine.config.spi.ConfigurationService;
import org.hibernate.engine.jdbc.dialect.spi.DialectResolutionInfo;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.exception.spi.SQLExceptionConversionDelegate;
import org.hibernate.mapping.Table;
import org.hibernate.query.common.TemporalUnit;
import org.hibernate.query.sqm.CastType;
import org.hibernate.query.sqm.IntervalType;
import org.hibernate.query.sqm.sql.SqmTranslatorFactory;
import org.hibernate.service.ServiceRegistry;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.SqlAstTranslatorFactory;
import org.hibernate.sql.ast.spi.StandardSqlAstTranslatorFactory;
import org.hibernate.sql.ast.tree.Statement;
import org.hibernate.sql.exec.spi.JdbcOperation;
import org.hibernate.tool.schema.spi.Cleaner;
import org.hibernate.tool.schema.spi.Exporter;
import org.hibernate.tool.schema.spi.TableMigrator;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.hibernate.type.descriptor.jdbc.spi.JdbcTypeRegistry;

/**
 * The community's dialect of SQLite, mended: what it drops or breaks in silence is right or refused here. What differs is
 * listed in {@code dialect.md}, the errors in {@code errors.md}.
 *
 * <p>Set by itself where a unit has our connection provider; by hand as {@code hibernate.dialect} with any other pool. The
 * properties of a unit that begin with {@code hibernate.dialect.sqlite.} are its settings; a unit with a wrong or unknown one
 * does not start.
 */
public class SqliteDialect extends SQLiteDialect {

    /** The oldest SQLite that has all that is used here: the modifier {@code floor} of its date functions. */
    private static final DatabaseVersion OLDEST = DatabaseVersion.make(3, 46);

    private final UniqueIndexes uniqueIndexes = new UniqueIndexes(this);
    private final AggregateSupport embeddables = new JsonComponents();
    private final IdentityColumns identityColumns = new IdentityColumns();
    private final TableExporter tableExporter = new TableExporter(this, this::settings);
    private DialectSettings settings = DialectSettings.DEFAULTS;
    private volatile ConstraintNames.Names constraintNames = ConstraintNames.Names.NONE;

    /** For a database whose version is not known. */
    public SqliteDialect() {
        super(OLDEST);
    }

    /** For the database that Hibernate asked. */
    public SqliteDialect(DialectResolutionInfo info) {
        super(info.makeCopyOrDefault(OLDEST));
        registerKeywords(info);
    }

    void nameConstraints(ConstraintNames.Names names) {
        constraintNames = names;
    }

    DialectSettings settings() {
        return settings;
    }

    /**
     * Called by Hibernate, before anything else.
     *
     * @throws org.hibernate.HibernateException if a setting is wrong or unknown
     */
    @Override
    public void contribute(TypeContributions types, ServiceRegistry services) {
        Map<String, Object> properties =
                services.requireService(ConfigurationService.class).getSettings();
        settings = DialectSettings.of(properties);
        super.contribute(types, services);
    }

    @Override
    public void contributeTypes(TypeContributions types, ServiceRegistry services) {
        super.contributeTypes(types, services);
        JdbcTypeRegistry registry = types.getTypeConfiguration().getJdbcTypeRegistry();
        registry.addDescriptor(Types.BLOB, new BytesJdbcType());
        registry.addDescriptor(SqlTypes.UUID, new UuidJdbcType());
        registry.addDescriptor(SqlTypes.JSON, JsonDocumentJdbcType.text());
        TurkishNames.register(types.getTypeConfiguration().getBasicTypeRegistry());
        if (settings.exactTimes()) {
            TimeTypes.register(registry);
        }
        if (settings.exactDecimals()) {
            DecimalTypes.register(registry);
        }
    }

    // ids

    /** True: an id that SQLite gives is told by the INSERT itself. */
    @Override
    public boolean getDefaultUseGetGeneratedKeys() {
        return true;
    }

    // errors

    @Override
    public SQLExceptionConversionDelegate buildSQLExceptionConversionDelegate() {
        return new ExceptionConversion(super.buildSQLExceptionConversionDelegate(), () -> constraintNames);
    }

    // queries

    @Override
    public SqlAstTranslatorFactory getSqlAstTranslatorFactory() {
        return new StandardSqlAstTranslatorFactory() {
            @Override
            protected <T extends JdbcOperation> SqlAstTranslator<T> buildTranslator(
                    SessionFactoryImplementor factory, Statement statement) {
                return new SqliteTranslator<>(factory, statement);
            }
        };
    }

    @Override
    public SqmTranslatorFactory getSqmTranslatorFactory() {
        return new QueryTranslator.Factory();
    }

    @Override
    public boolean supportsRecursiveCTE() {
        return true;
    }

    @Override
    public boolean supportsDistinctFromPredicate() {
        return true;
    }

    // times

    private static ZoneId zone() {
        return ZoneId.systemDefault();
    }

    @Override
    public String currentDate() {
        return settings.exactTimes() ? TimeSql.currentDate(zone()) : super.currentDate();
    }

    @Override
    public String currentTime() {
        return settings.exactTimes() ? TimeSql.currentTime(zone()) : super.currentTime();
    }

    @Override
    public String currentTimestamp() {
        return settings.exactTimes() ? TimeSql.currentTimestamp(zone()) : super.currentTimestamp();
    }

    @Override
    public String currentTimestampWithTimeZone() {
        return settings.exactTimes() ? TimeSql.currentInstant() : super.currentTimestampWithTimeZone();
    }

    @Override
    public String extractPattern(TemporalUnit unit) {
        return settings.exactTimes() ? TimeSql.extract(unit) : super.extractPattern(unit);
    }

    @Override
    @SuppressWarnings({"deprecation", "removal"})
    public String timestampaddPattern(TemporalUnit unit, TemporalType type, IntervalType interval) {
        return settings.exactTimes()
                ? TimeSql.add(unit, TimeKind.of(type))
                : super.timestampaddPattern(unit, type, interval);
    }

    @Override
    @SuppressWarnings("deprecation")
    public String timestampdiffPattern(TemporalUnit unit, TemporalType from, TemporalType to) {
        return settings.exactTimes()
                ? TimeSql.difference(unit, TimeKind.of(from), TimeKind.of(to))
                : super.timestampdiffPattern(unit, from, to);
    }

    @Override
    public String castPattern(CastType from, CastType to) {
        if (from == CastType.BOOLEAN && to == CastType.STRING) {
            return "case ?1 when 1 then 'true' when 0 then 'false' end";
        }
        return (settings.exactTimes() ? TimeCasts.of(from, to) : Optional.<String>empty())
                .orElseGet(() -> super.castPattern(from, to));
    }

    @Override
    public void initializeFunctionRegistry(FunctionContributions contributions) {
        super.initializeFunctionRegistry(contributions);
        Functions.register(contributions, this, settings.exactTimes());
    }

    // embeddables in one column

    /** As JSON; as anything else they are refused when the unit starts. */
    @Override
    public AggregateSupport getAggregateSupport() {
        return embeddables;
    }

    // the schema

    @Override
    public IdentityColumnSupport getIdentityColumnSupport() {
        return identityColumns;
    }

    @Override
    public TemporaryTableExporter getTemporaryTableExporter() {
        return new NumberedTemporaryTables(this);
    }

    @Override
    public UniqueDelegate getUniqueDelegate() {
        return uniqueIndexes;
    }

    @Override
    public Exporter<Table> getTableExporter() {
        return tableExporter;
    }

    @Override
    public TableMigrator getTableMigrator() {
        return new TableMigration(this);
    }

    @Override
    public Cleaner getTableCleaner() {
        return new TableCleaner(this);
    }

    /** True: one call of the cleaner empties all tables, and no foreign key need be dropped for it. */
    @Override
    public boolean canBatchTruncate() {
        return true;
    }

    /** False: SQLite keeps no comments. */
    @Override
    public boolean supportsCommentOn() {
        return false;
    }

    /**
     * The type of a column of a table, or of a native query: a declared number is exact there, too. ANY is what a number
     * without a declared precision has in a STRICT table.
     */
    @Override
    public JdbcType resolveSqlTypeDescriptor(
            String columnType, int jdbcType, int precision, int scale, JdbcTypeRegistry types) {
        if (TurkishNames.isOne(columnType)) {
            String name = TurkishNames.mended(columnType);
            return resolveSqlTypeDescriptor(name, TurkishNames.codeOf(name, jdbcType), precision, scale, types);
        }
        ExactDecimalJdbcType declared =
                settings.exactDecimals() ? DecimalTypes.declared(columnType, precision, scale) : null;
        if (declared != null) {
            return declared;
        }
        return columnType.equalsIgnoreCase("any")
                ? types.getDescriptor(Types.NUMERIC)
                : super.resolveSqlTypeDescriptor(columnType, jdbcType, precision, scale, types);
    }

    @Override
    public boolean equivalentTypes(int expected, int found) {
        return super.equivalentTypes(expected, found) || Compatibility.holds(expected, found, settings.exactTimes());
    }
}
