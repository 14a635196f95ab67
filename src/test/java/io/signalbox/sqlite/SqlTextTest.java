package io.signalbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told from a statement's text alone. */
class SqlTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "begin",
                "BEGIN IMMEDIATE",
                "  begin exclusive transaction",
                "/* now */ begin",
                "-- now\nbegin",
                "/* a *//* b */-- c\n\t Begin ;",
                "\uFEFFbegin",
                "commit",
                "end",
                "END TRANSACTION",
                "rollback",
                "rollback transaction"
            })
    void transactionsBeginAndEndWithTheConnection(String sql) {
        assertThat(SqlText.of(sql).refusal())
                .hasValueSatisfying(reason -> assertThat(reason).contains("setAutoCommit, commit and rollback"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "savepoint a",
                "release a",
                "release savepoint a",
                "rollback to a",
                "rollback transaction to savepoint a"
            })
    void savepointsAreTheConnections(String sql) {
        assertThat(SqlText.of(sql).refusal())
                .hasValueSatisfying(reason -> assertThat(reason).contains("setSavepoint"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 1; select 2",
                "insert into t values(1); begin",
                ";select 1",
                "select 1 /* ; */; -- comment\n select 2",
                "select 'a''b'; drop table t",
                "create table t(a); create table u(a)",
                "create view trigger_of(a) as select 1; delete from t",
                "create trigger x after insert on t begin select 1; end; drop table t",
                "create temp trigger x after insert on t begin select case 1 when 1 then 2 end; end; select 1"
            })
    void oneStatementAtATime(String sql) {
        assertThat(SqlText.of(sql).refusal())
                .hasValueSatisfying(reason -> assertThat(reason).contains("one statement at a time"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "select 1;",
                "select 1 ; ; -- the end",
                "select ';'",
                "select ';' || \";\" || `;` || [;] from t",
                "select 'it''s; fine'",
                "select 1 /* ; begin */ -- ; commit",
                "select begin from commit",
                "select \"begin\"",
                "insert into t(name) values('begin; commit')",
                "explain query plan select 1",
                "with a as (select 1) select * from a",
                "vacuum",
                "analyze",
                "select 1 -- without an end of line",
                "select 1 /* without an end",
                "select 'without an end",
                "create trigger x after insert on t begin insert into u values(';'); delete from u; end",
                "create trigger if not exists main.x before update on t begin select 1; end ;",
                "CREATE TEMP TRIGGER x AFTER INSERT ON t BEGIN SELECT CASE 1 WHEN 1 THEN 2 END; END;",
                "create table end_of(\"begin\" text)"
            })
    void theRestIsAccepted(String sql) {
        assertThat(SqlText.of(sql).refusal()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pragma journal_mode = delete",
                "pragma journal_mode(delete)",
                "PRAGMA main.journal_mode=off",
                "pragma main . journal_mode = off",
                "pragma \"journal_mode\" = off",
                "pragma 'journal_mode' = off",
                "pragma [main].[journal_mode] = off",
                "pragma `journal_mode` = off",
                "/**/pragma/**/locking_mode/**/=/**/exclusive",
                "pragma synchronous = off",
                "pragma query_only(1)",
                "pragma wal_autocheckpoint=0",
                "pragma busy_timeout = 1",
                "pragma writable_schema = on"
            })
    void aPragmaThatWouldVoidAPromiseIsRefused(String sql) {
        assertThat(SqlText.of(sql).refusal())
                .hasValueSatisfying(reason -> assertThat(reason).contains("is not for an application to set"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pragma journal_mode",
                "pragma main.journal_mode",
                "pragma table_info(t)",
                "pragma integrity_check(10)",
                "pragma wal_checkpoint(passive)",
                "select * from pragma_table_info('t')",
                "create table t(a)",
                "create table if not exists main.temp_of(a)",
                "create view v as select 1",
                "insert into temp.t values(1)",
                "drop table t",
                "vacuum",
                "select 'attach'",
                "create index i on temp_of(a)"
            })
    void whatEndsWithItsTransactionOrIsForAllLeavesNothing(String sql) {
        assertThat(SqlText.of(sql).leavesState()).isFalse();
        assertThat(SqlText.leavesState(sql)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attach 'x.db' as x",
                "detach x",
                "/* */ ATTACH DATABASE 'x.db' as x",
                "create temp table t(a)",
                "CREATE TEMPORARY VIEW v AS SELECT 1",
                "create temp trigger x after insert on t begin select 1; end",
                "create table temp.t(a)",
                "create table if not exists temp.t(a)",
                "create table \"temp\" . t(a)",
                "create unique index if not exists temp.i on t(a)",
                "create virtual table if not exists temp.f using fts5(a)",
                "create trigger if not exists temp.x after insert on t begin select 1; end",
                "pragma cache_size = 1",
                "pragma main.cache_size(1)",
                "pragma case_sensitive_like=on",
                "pragma defer_foreign_keys = on"
            })
    void whatStaysOnAConnectionIsRecognised(String sql) {
        assertThat(SqlText.of(sql).refusal()).isEmpty();
        assertThat(SqlText.of(sql).leavesState()).isTrue();
        assertThat(SqlText.leavesState(sql)).isTrue();
    }

    @Test
    void whatCountsItsChangesIsToldFromTheFirstWord() {
        assertThat(SqlText.of("/* */ Insert into t values(1)").countsChanges()).isTrue();
        assertThat(SqlText.of("replace into t values(1)").countsChanges()).isTrue();
        assertThat(SqlText.of("with a as (select 1) delete from t").countsChanges())
                .isTrue();
        assertThat(SqlText.of("create table t(a)").countsChanges()).isFalse();
        assertThat(SqlText.of("").countsChanges()).isFalse();
    }

    @Test
    void whatStandsAloneIsToldFromTheFirstWord() {
        assertThat(SqlText.of("vacuum").standsAlone()).isTrue();
        assertThat(SqlText.of("attach 'x' as x").standsAlone()).isTrue();
        assertThat(SqlText.of("pragma optimize").standsAlone()).isTrue();
        assertThat(SqlText.of("analyze").standsAlone()).isFalse();
    }

    @Test
    void aCheckpointIsToldFromItsName() {
        assertThat(SqlText.of("PRAGMA wal_checkpoint").checkpoints()).isTrue();
        assertThat(SqlText.of("pragma main.wal_checkpoint(truncate)").checkpoints())
                .isTrue();
        assertThat(SqlText.of("pragma wal_autocheckpoint").checkpoints()).isFalse();
        assertThat(SqlText.of("select 'pragma wal_checkpoint'").checkpoints()).isFalse();
    }
}
