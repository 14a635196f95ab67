package io.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class TableTest {

    private static final Table TEAMS = Table.of(
            List.of("id", "name", "strength"),
            List.of(
                    Arrays.asList(1, "Arsenal", 4.5),
                    Arrays.asList(14L, "Man, \"Utd\"", null),
                    Arrays.asList(3_000_000_000L, "", 3f)));

    @Test
    void hasColumnsAndTypedRows() {
        assertThat(TEAMS.columns()).containsExactly("id", "name", "strength");
        assertThat(TEAMS.size()).isEqualTo(3);
        assertThat(TEAMS.column("id")).containsExactly(1L, 14L, 3_000_000_000L);
        assertThat(TEAMS.column("strength")).containsExactly(4.5, null, 3.0);
        assertThat(TEAMS.rows().get(1).values()).containsExactly(14L, "Man, \"Utd\"", null);
        assertThat(TEAMS.rows().get(0).get("name", String.class)).isEqualTo("Arsenal");
        assertThat(TEAMS.rows().get(1).get("strength", Double.class)).isNull();
        assertThat(TEAMS.rows().get(0)).hasToString("{id=1, name=Arsenal, strength=4.5}");
    }

    @Test
    void theFirstColumnIsTheIndex() {
        assertThat(TEAMS.row(14).get("name")).isEqualTo("Man, \"Utd\"");
        assertThat(TEAMS.row(3_000_000_000L).get("name")).isEqualTo("");
        assertThat(TEAMS.find((short) 1)).contains(TEAMS.rows().get(0));
        assertThat(TEAMS.find(1.0)).as("as Java has it").isEmpty();
        assertThatThrownBy(() -> TEAMS.row(2))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("no row has 2 in its first column, 'id'");
        assertThatIllegalArgumentException().isThrownBy(() -> TEAMS.find('x'));
    }

    @Test
    void whatDoesNotTellRowsApartIsNoIndex() {
        assertNoIndex("rows 1 and 3 have a", "a", "b", "a");
        assertNoIndex("row 2 has null", "a", null);
        assertNoIndex("row 1 has a blob", new byte[1], "b");
    }

    private static void assertNoIndex(String problem, Object... keys) {
        Table table = Table.of(
                List.of("team"), Arrays.stream(keys).map(Arrays::asList).toList());
        assertThat(table.column("team")).hasSameSizeAs(keys);
        for (int times = 0; times < 2; times++) {
            assertThatThrownBy(() -> table.row("b"))
                    .isInstanceOf(TableIndexException.class)
                    .hasMessage("the column 'team' is no index: " + problem
                            + ". Go through rows(), or select a unique column first");
        }
    }

    @Test
    void nothingCanChangeIt() {
        byte[] blob = {1, 2};
        List<String> columns = new ArrayList<>(List.of("picture"));
        List<Object> row = new ArrayList<>(List.of(blob));
        List<List<Object>> rows = new ArrayList<>(List.of(row));
        Table table = Table.of(columns, rows);
        columns.set(0, "changed");
        row.set(0, "changed");
        rows.clear();
        blob[0] = 9;
        table.rows().get(0).get("picture", byte[].class)[0] = 9;
        ((byte[]) table.rows().get(0).values().get(0))[0] = 9;
        ((byte[]) table.column("picture").get(0))[0] = 9;
        ((byte[]) table.rows().get(0).asMap().get("picture"))[0] = 9;

        assertThat(table.columns()).containsExactly("picture");
        assertThat(table.rows().get(0).get("picture")).isEqualTo(new byte[] {1, 2});
        assertUnmodifiable(() -> table.columns().add("x"));
        assertUnmodifiable(() -> table.rows().clear());
        assertUnmodifiable(() -> table.column("picture").clear());
        assertUnmodifiable(() -> table.rows().get(0).values().set(0, null));
        assertUnmodifiable(() -> table.rows().get(0).asMap().clear());
    }

    private static void assertUnmodifiable(Runnable change) {
        assertThatThrownBy(change::run).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void isCsvThatTellsNullFromAnEmptyText() {
        assertThat(TEAMS.toCsv()).isEqualTo("""
                id,name,strength
                1,Arsenal,4.5
                14,"Man, ""Utd""\",
                3000000000,"",3.0
                """);
    }

    @Test
    void isJson() {
        Table table = Table.of(
                List.of("id", "picture"), List.of(Arrays.asList(1, new byte[] {1, 2}), Arrays.asList(2, null)));
        assertThat(table.toJson()).isEqualTo("""
                [
                  {
                    "id" : 1,
                    "picture" : "AQI="
                  },
                  {
                    "id" : 2,
                    "picture" : null
                  }
                ]
                """);
        assertThat(table.toCsv()).isEqualTo("id,picture\n1,AQI=\n2,\n");
    }

    @Test
    void isTextToRead() {
        assertThat(TEAMS).hasToString("""
                        id  name        strength
                --------------------------------
                         1  Arsenal          4.5
                        14  Man, "Utd"
                3000000000                   3.0
                """);
        assertThat(Table.of(List.of("picture"), List.of(List.of(new byte[12]))))
                .hasToString("picture\n----------\n(12 bytes)\n");
    }

    @Test
    void hasColumnsWithoutRows() {
        Table empty = Table.of(List.of("id", "name"), List.of());
        assertThat(empty.isEmpty()).isTrue();
        assertThat(empty.columns()).containsExactly("id", "name");
        assertThat(empty.find(1)).isEmpty();
        assertThat(empty.toCsv()).isEqualTo("id,name\n");
    }

    @Test
    void refusesWhatIsNoTable() {
        assertThatIllegalArgumentException().isThrownBy(() -> Table.of(List.of(), List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Table.of(List.of("a", "b", "a"), List.of()))
                .withMessage("the column 'a' occurs twice");
        assertThatIllegalArgumentException().isThrownBy(() -> Table.of(List.of("a"), List.of(List.of(1, 2))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Table.of(List.of("a"), List.of(List.of(true))))
                .withMessageStartingWith("SQLite stores no java.lang.Boolean");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TEAMS.column("team"))
                .withMessage("there is no column 'team', only [id, name, strength]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TEAMS.rows().get(0).get("name", Long.class))
                .withMessage("the column 'name' has a String here and not a Long");
    }
}
