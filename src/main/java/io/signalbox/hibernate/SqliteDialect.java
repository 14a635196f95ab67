package io.signalbox.hibernate;

import java.sql.Types;
import java.util.Map;
import org.hibernate.boot.model.TypeContributions;
import org.hibernate.community.dialect.SQLiteDialect;
import org.hibernate.dialect.DatabaseVersion;
import org.hibernate.dialect.identity.IdentityColumnSupport;
import org.hibernate.dialect.unique.UniqueDelegate;
import org.hibernate.engine.config.spi.ConfigurationService;
import org.hibernate.engine.jdbc.dialect.spi.DialectResolutionInfo;
import org.hibernate.exception.spi.SQLExceptionConversionDelegate;
import org.hibernate.mapping.Table;
import org.hibernate.service.ServiceRegistry;
import org.hibernate.tool.schema.spi.Cleaner;
import org.hibernate.tool.schema.spi.Exporter;
import org.hibernate.tool.schema.spi.TableMigrator;
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
    private final IdentityColumns identityColumns = new IdentityColumns();
    private final TableExporter tableExporter = new TableExporter(this, this::settings);
    private DialectSettings settings = DialectSettings.DEFAULTS;

    /** For a database whose version is not known. */
    public SqliteDialect() {
        super(OLDEST);
    }

    /** For the database that Hibernate asked. */
    public SqliteDialect(DialectResolutionInfo info) {
        super(info.makeCopyOrDefault(OLDEST));
        registerKeywords(info);
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

    // errors

    @Override
    public SQLExceptionConversionDelegate buildSQLExceptionConversionDelegate() {
        return new ExceptionConversion(super.buildSQLExceptionConversionDelegate());
    }

    // the schema

    @Override
    public IdentityColumnSupport getIdentityColumnSupport() {
        return identityColumns;
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

    /** ANY is what a number without a declared precision has in a STRICT table. */
    @Override
    public JdbcType resolveSqlTypeDescriptor(
            String columnType, int jdbcType, int precision, int scale, JdbcTypeRegistry types) {
        return columnType.equalsIgnoreCase("any")
                ? types.getDescriptor(Types.NUMERIC)
                : super.resolveSqlTypeDescriptor(columnType, jdbcType, precision, scale, types);
    }

    @Override
    public boolean equivalentTypes(int expected, int found) {
        return super.equivalentTypes(expected, found) || Compatibility.holds(expected, found, settings.exactTimes());
    }
}
