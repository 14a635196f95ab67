package io.signalbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which statements are queries, by their text alone. */
class ReadOnlySqlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 1",
                "SELECT 1;",
                " -- all of them\n select * from t",
                "values (1), (2)",
                "with a as (select 1) select * from a",
                "with recursive a(n) as (select 1 union all select n + 1 from a limit 3), b as (values (1)) select * from a, b",
                "with a as not materialized (select ')' || (1)) values (1)",
                "with \"insert\"(x) as (select 1 /* ) delete */) select * from \"insert\"",
                "with replace as (select 1) select * from replace",
                "explain delete from t",
                "explain query plan insert into t values (1)",
                "pragma table_info(t)",
                "pragma main.table_info('t')",
                "pragma user_version",
                "pragma foreign_key_check"
            })
    void readsOnly(String sql) {
        assertThat(ReadOnlySql.refusal(sql)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into t values (1)",
                "insert into t values (1) returning id",
                "replace into t values (1)",
                "update t set a = 1 returning a",
                "/* select */ delete from t",
                "with a as (select 1) insert into t select * from a",
                "with a(x) as (select 1), b as (select 2) delete from t where x in (select * from a) returning x",
                "with a as (select ')') update t set x = 1 returning x",
                "with replace as (select 1) replace into t select * from replace",
                "create table t(a)",
                "drop table t",
                "attach 'other.db' as other",
                "detach other",
                "vacuum",
                "vacuum into 'copy.db'",
                "analyze",
                "reindex",
                "begin",
                "commit",
                "rollback",
                "savepoint a",
                "release a",
                "pragma user_version = 1",
                "pragma user_version(1)",
                "pragma main.user_version=1",
                "pragma journal_mode(delete)",
                "pragma optimize",
                "pragma optimize(0x10002)",
                "pragma wal_checkpoint(truncate)",
                "pragma wal_checkpoint",
                "pragma incremental_vacuum",
                "pragma shrink_memory",
                "with",
                "with a as (select 1)"
            })
    void mayDoMore(String sql) {
        assertThat(ReadOnlySql.refusal(sql)).isPresent();
    }

    @Test
    void saysWhy() {
        assertThat(ReadOnlySql.refusal(" ; -- nothing")).contains("it has no statement");
        assertThat(ReadOnlySql.refusal("select 1; delete from t"))
                .contains("it has more than one statement, and what follows the first ';' would be ignored");
        assertThat(ReadOnlySql.refusal("with a as (select 1) delete from t"))
                .contains(
                        "it is DELETE, and only SELECT, VALUES, WITH, EXPLAIN and pragmas that tell something are queries");
        assertThat(ReadOnlySql.refusal("pragma main.journal_mode = delete"))
                .contains("the pragma journal_mode may change something");
    }
}
