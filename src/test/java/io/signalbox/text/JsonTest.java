package io.signalbox.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {

    @TempDir
    private Path directory;

    record Result(String name, int threads, double rate, Duration took, Instant at, List<Long> waits) {}

    private static final Result RESULT =
            new Result("Ünï 🚂", 16, 1.5, Duration.ofMillis(2500), Instant.EPOCH, List.of(1L, 2L));

    @Test
    void keepsTheOrderOfKeys() throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("z", 1);
        map.put("a", List.of(true, "é"));
        map.put("m", Map.of());
        map.put("none", null);
        Path file = directory.resolve("out.json");

        Json.write(file, map);

        assertThat(Files.readString(file)).isEqualTo("""
                        {
                          "z" : 1,
                          "a" : [
                            true,
                            "é"
                          ],
                          "m" : { },
                          "none" : null
                        }
                        """);
        assertThat(Json.readObject(file)).isEqualTo(map);
        assertThat(Json.readObject(file).keySet()).containsExactly("z", "a", "m", "none");
    }

    @Test
    void readsBackARecord() {
        Path file = directory.resolve("result.json");

        Json.write(file, RESULT);

        assertThat(Json.read(file, Result.class)).isEqualTo(RESULT);
        assertThat(Json.format(RESULT)).contains("\"took\" : \"PT2.5S\"").endsWith("}\n");
        assertThat(Json.readObject(file).keySet()).containsExactly("name", "threads", "rate", "took", "at", "waits");
    }

    @Test
    void replacesTheFileAndLeavesNothingBeside() throws IOException {
        Path file = Files.writeString(directory.resolve("out.json"), "old");
        Path link = Files.createSymbolicLink(directory.resolve("link.json"), file);

        Json.write(link, Map.of("a", 1));

        assertThat(link).isSymbolicLink();
        assertThat(Json.readObject(file)).isEqualTo(Map.of("a", 1));
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactlyInAnyOrder(file, link);
        }
    }

    @Test
    void leavesTheFileAloneIfTheValueIsNoJson() throws IOException {
        Path file = Files.writeString(directory.resolve("out.json"), "old");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.write(file, Map.of("thread", new Object())))
                .withMessageContaining("cannot be written as JSON");
        assertThat(file).hasContent("old");
    }

    @Test
    void saysWhyAFileCannotBeWritten() {
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> Json.write(directory.resolve("absent/out.json"), Map.of()))
                .withMessageContaining("out.json could not be written; check that its directory exists");
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> Json.write(directory, Map.of()))
                .withMessageContaining("not a regular file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "\"text\"", "{\"a\": 1,}", "{\"a\": 1} {}", "{\"a\": 1, \"a\": 2}", "{"})
    void refusesWhatIsNotOneObject(String text) {
        Path file = file(text);

        assertThatExceptionOfType(TextFormatException.class)
                .isThrownBy(() -> Json.readObject(file))
                .withMessageStartingWith(file.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"threads\" : \"16\"",
                "\"threads\" : 1.5",
                "\"threads\" : null",
                "\"name\" : 5",
                "\"took\" : \"soon\""
            })
    void refusesWhatIsNotTheRecord(String component) {
        String key = component.substring(0, component.indexOf(':'));
        String text = Json.format(RESULT)
                .lines()
                .filter(line -> !line.strip().startsWith(key))
                .map(line -> line.equals("{") ? "{\n" + component + "," : line)
                .reduce("", (a, b) -> a + b + "\n");
        Path file = file(text);

        assertThatExceptionOfType(TextFormatException.class)
                .isThrownBy(() -> Json.read(file, Result.class))
                .withMessageStartingWith(file + ", line 2: ");
    }

    @Test
    void refusesARecordWithoutAComponentOrWithOneTooMany() {
        assertThatExceptionOfType(TextFormatException.class)
                .isThrownBy(() -> Json.read(file("{}"), Result.class))
                .withMessageContaining("'name'");
        assertThatExceptionOfType(TextFormatException.class)
                .isThrownBy(() ->
                        Json.read(file("{\"speed\" : 1,\n" + Json.format(RESULT).substring(1)), Result.class))
                .withMessageContaining("\"speed\"");
    }

    @Test
    void namesTheLineOfBadSyntaxAndOfMalformedUtf8() throws IOException {
        assertThatExceptionOfType(TextFormatException.class)
                .isThrownBy(() -> Json.readObject(file("{\n\"a\": 1,\n\"b\": oops\n}")))
                .satisfies(e -> assertThat(e.line()).hasValue(3));

        Path latin1 = directory.resolve("latin1.json");
        Files.write(latin1, "{\n\"a\": \"é\"}".getBytes(StandardCharsets.ISO_8859_1));
        assertThatExceptionOfType(TextFormatException.class)
                .isThrownBy(() -> Json.readObject(latin1))
                .withMessageContaining("line 2: is not valid UTF-8");
    }

    @Test
    void readsAFileWithAByteOrderMark() {
        assertThat(Json.readObject(file("\uFEFF{\"a\": 1}"))).isEqualTo(Map.of("a", 1));
    }

    private Path file(String text) {
        try {
            return Files.writeString(directory.resolve("test.json"), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
