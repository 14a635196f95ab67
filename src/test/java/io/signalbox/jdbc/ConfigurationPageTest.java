package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.signalbox.sqlite.Pragma;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page {@code configuration.md}, README's table and the file to copy say what the code does. */
class ConfigurationPageTest {

    private static final String URL = "jdbc:sqlite:app.db";

    /** Is neither a number, nor a size, nor an interval that is allowed, nor a word: what is allowed is in the refusal. */
    private static final String WRONG = "25h";

    /** The rows of the tables below a heading, by what is between backquotes in their first column. */
    private static Map<String, List<String>> rows(String heading) throws IOException {
        String page = Files.readString(Path.of("src/site/markdown/configuration.md"));
        String section = page.substring(page.indexOf("\n## " + heading + "\n") + 4);
        section = section.substring(0, section.contains("\n## ") ? section.indexOf("\n## ") : section.length());
        Map<String, List<String>> rows = new LinkedHashMap<>();
        section.lines()
                .filter(line -> line.startsWith("| `") || line.startsWith("| [`"))
                .forEach(line -> {
                    List<String> cells = Arrays.stream(line.substring(1).split("\\|", -1))
                            .map(String::strip)
                            .toList();
                    rows.put(cells.get(0).split("`")[1], cells);
                });
        return rows;
    }

    private static String refusal(String key, String value) {
        return catchThrowableOfType(
                        ConfigurationException.class, () -> SqliteConfiguration.parse(URL, Map.of(key, value)))
                .getMessage();
    }

    @Test
    void everySettingHasARowAndEveryRowASetting() throws IOException {
        assertThat(rows("Settings"))
                .containsOnlyKeys(
                        Arrays.stream(Setting.values()).map(Setting::key).toList());
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void aSettingsDefaultAndWhatItTakesAreThoseOfTheCode(Setting setting) throws IOException {
        List<String> row = rows("Settings").get(setting.key());
        if (setting == Setting.CONNECTION_CUSTOMIZER) {
            assertThat(row.subList(1, 3)).containsExactly("none", "a class");
        } else {
            assertThat(row.get(1)).isEqualTo("`" + setting.defaultValue() + "`");
            assertThat(refusal(setting.key(), WRONG)).contains("must be " + row.get(2) + ", but is '" + WRONG + "'");
        }
    }

    /** The record, which is what holds, has the defaults that the settings tell. */
    @Test
    void theDefaultsThatAreToldAreThoseThatHold() {
        SqliteConfiguration untold = SqliteConfiguration.parse(URL);
        Map<String, String> told = new LinkedHashMap<>();
        for (Setting setting : Setting.values()) {
            told.put(setting.key(), setting.defaultValue());
        }
        assertThat(SqliteConfiguration.parse(URL, told)).isEqualTo(untold);
    }

    @ParameterizedTest
    @EnumSource(Pragma.class)
    void aPragmasDefaultsAndWhatItTakesAreThoseOfTheCode(Pragma pragma) throws IOException {
        List<String> row = rows("Pragmas").get(pragma.sqlName());
        assertThat(row).as("the row of %s", pragma.sqlName()).isNotNull();
        if (Pragma.refusal(pragma.sqlName()).isPresent()) {
            assertThat(row).hasSizeLessThan(5);
            return;
        }
        SqliteConfiguration configuration = SqliteConfiguration.parse(URL);
        assertThat(row.get(0)).contains("(https://www.sqlite.org/pragma.html#pragma_" + pragma.sqlName() + ")");
        assertThat(normalized(pragma, row.get(1)))
                .isEqualTo(configuration.writerPragmas().values().get(pragma));
        assertThat(normalized(pragma, row.get(2)))
                .isEqualTo(configuration.readerPragmas().values().get(pragma));
        assertThat(refusal("signalbox.pragma." + pragma.sqlName(), "?"))
                .contains("must be " + row.get(3) + ", but is '?'");
    }

    private static String normalized(Pragma pragma, String cell) {
        return cell.equals("SQLite's") ? null : pragma.normalized(cell);
    }

    @Test
    void whatIsRefusedIsRefused() throws IOException {
        List<String> allowed = Stream.of(Pragma.values())
                .map(Pragma::sqlName)
                .filter(name -> Pragma.refusal(name).isEmpty())
                .toList();
        rows("Pragmas").keySet().stream()
                .filter(name -> !allowed.contains(name))
                .forEach(name ->
                        assertThat(refusal("signalbox.pragma." + name, "1")).contains("not for an application to set"));
    }

    @Test
    void theNamesOfOthersAreNoKeys() throws IOException {
        List<String> names = List.copyOf(rows("Names you may know").keySet());
        assertThat(names).contains("pool_size", "max_overflow", "timeout", "recycle", "pre_ping", "use_lifo", "echo");
        for (String name : names) {
            assertThatThrownBy(() -> SqliteConfiguration.parse(URL + "?" + name.replaceAll("\\W", "") + "=5"))
                    .as(name)
                    .isInstanceOf(ConfigurationException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "config/persistence-file.xml"})
    void theDefaultsThatAreToldElsewhereAreTheSame(String file) throws IOException {
        String text = Files.readString(Path.of(file));
        for (Setting setting : Setting.values()) {
            boolean varies = setting == Setting.READERS || setting == Setting.CONNECTION_CUSTOMIZER;
            if (text.contains("| `" + setting.key() + "` |") && !varies) {
                assertThat(text).contains("| `" + setting.key() + "` | `" + setting.defaultValue() + "` |");
            }
            if (file.endsWith(".xml")) {
                assertThat(text)
                        .contains("name=\"" + setting.key() + "\" value=\""
                                + (varies ? "" : setting.defaultValue() + "\""));
            }
        }
    }
}
