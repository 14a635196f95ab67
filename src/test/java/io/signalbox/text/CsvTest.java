package io.signalbox.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvTest {

    @TempDir
    private Path directory;

    @Test
    void readsValuesByColumn() {
        try (Csv csv = Csv.open(file("name,email\nÉmile,e@example.com\n\"O\"\"Neil, A\",\n"), "email", "name")) {
            List<CsvRow> rows = csv.stream().toList();

            assertThat(csv.columns()).containsExactly("name", "email");
            assertThat(rows.get(0).get("name")).isEqualTo("Émile");
            assertThat(rows.get(0).find("email")).contains("e@example.com");
            assertThat(rows.get(1).get("name")).isEqualTo("O\"Neil, A");
            assertThat(rows.get(1).get("email")).isEmpty();
            assertThat(rows.get(1).find("email")).isEmpty();
            assertThat(rows.get(1).find("phone")).isEmpty();
            assertThat(rows.get(1).values()).containsExactly("O\"Neil, A", "");
        }
    }

    @Test
    void refusesUnknownColumnNamingTheKnownOnes() {
        try (Csv csv = Csv.open(file("name,email\na,b\n"))) {
            CsvRow row = csv.iterator().next();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> row.get("Email"))
                    .withMessageContaining("no column 'Email'; its columns are [name, email]");
        }
    }

    @Test
    void skipsByteOrderMarkAndEmptyLines() {
        assertThat(values("\uFEFFa,b\r\n\r\n1,2\r\n\r\n")).containsExactly(List.of("1", "2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void countsLinesThroughQuotedLineEnds(String eol) {
        String text = String.join(eol, "a,b", "\"1", "1\",2", "3,4", "");
        try (Csv csv = Csv.open(file(text))) {
            assertThat(csv.stream().map(CsvRow::line)).containsExactly(2L, 4L);
        }
    }

    @Test
    void showsNoValueInToString() {
        try (Csv csv = Csv.open(file("password\nswordfish\n"))) {
            assertThat(csv.iterator().next().toString()).contains("line 2").doesNotContain("swordfish");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\"x\"y,3`   | Unexpected character after closing quote",
                "`\"x,3\n4,5` | Unclosed quoted field",
                "`x\"y,3`     | field 1 has a double quote but is not quoted",
                "`3, \"x\"`   | field 2 has a double quote but is not quoted",
                "`1`           | the row has 1 fields, but the header has 2 columns [a, b]",
                "`1,2,3`       | the row has 3 fields, but the header has 2 columns [a, b]"
            })
    void refusesMalformedRowAfterDeliveringTheRowsBefore(String row, String problem) {
        List<String> delivered = new ArrayList<>();
        try (Csv csv = Csv.open(file("a,b\nfirst,2\n" + row + "\n"))) {
            Iterator<CsvRow> rows = csv.iterator();

            TextFormatException e = catchThrowableOfType(
                    TextFormatException.class, () -> rows.forEachRemaining(r -> delivered.add(r.get("a"))));

            assertThat(delivered).containsExactly("first");
            assertThat(e.file()).isEqualTo(directory.resolve("test.csv"));
            assertThat(e.line()).hasValue(3);
            assertThat(e).hasMessageContainingAll("test.csv, line 3: ", problem);
            assertThatThrownBy(rows::hasNext).isSameAs(e);
        }
    }

    @Test
    void namesTheLineOfMalformedUtf8BehindManyGoodOnes() throws IOException {
        String good =
                IntStream.range(0, 5_000).mapToObj(i -> "ä" + i + ",é\r\n").collect(Collectors.joining());
        byte[] start = ("a,b\r\n" + good + "ok,").getBytes(StandardCharsets.UTF_8);
        Path file = directory.resolve("latin1.csv");
        Files.write(file, start);
        Files.write(file, new byte[] {(byte) 0xE9, ',', '\n'}, StandardOpenOption.APPEND);
        List<CsvRow> delivered = new ArrayList<>();

        try (Csv csv = Csv.open(file)) {
            assertThatExceptionOfType(TextFormatException.class)
                    .isThrownBy(() -> csv.forEach(delivered::add))
                    .withMessageContaining("line 5002: is not valid UTF-8")
                    .satisfies(e -> assertThat(e.line()).hasValue(5_002));
        }
        assertThat(delivered).hasSize(5_000);
    }

    @Test
    void refusesTruncatedUtf8() throws IOException {
        Path file = Files.write(directory.resolve("cut.csv"), new byte[] {'a', '\n', (byte) 0xF0, (byte) 0x9F});

        assertThatExceptionOfType(TextFormatException.class)
                .isThrownBy(() -> readAll(file))
                .withMessageContaining("line 2: is not valid UTF-8");
    }

    @Test
    void refusesMissingFileAndDirectory() {
        assertThatExceptionOfType(TextFormatException.class)
                .isThrownBy(() -> Csv.open(directory.resolve("absent.csv")))
                .withMessageContaining("absent.csv: there is no such file")
                .satisfies(e -> assertThat(e.line()).isEmpty());
        assertThatExceptionOfType(TextFormatException.class)
                .isThrownBy(() -> Csv.open(directory))
                .withMessageContaining("cannot be read");
    }

    @Test
    void refusesBadHeader() {
        assertThatExceptionOfType(TextFormatException.class)
                .isThrownBy(() -> Csv.open(file("")))
                .withMessageContaining("is empty");
        assertThatExceptionOfType(TextFormatException.class)
                .isThrownBy(() -> Csv.open(file("a,b,a\n")))
                .withMessageContaining("line 1: column 'a' occurs twice");
        assertThatExceptionOfType(TextFormatException.class)
                .isThrownBy(() -> Csv.open(file("a,\n")))
                .withMessageContaining("column 2 has no name");
        assertThatExceptionOfType(TextFormatException.class)
                .isThrownBy(() -> Csv.open(file("\na,b\n"), "b", "c"))
                .withMessageContaining("line 2: the header has no [c], only [a, b]");
    }

    @Test
    void readsOnlyOnce() {
        try (Csv csv = Csv.open(file("a\n1\n"))) {
            assertThat(csv.stream()).hasSize(1);
            assertThatIllegalStateException().isThrownBy(csv::iterator).withMessageContaining("open it again");
        }
    }

    @Test
    void closesTheFileWithItsStream() {
        Stream<CsvRow> rows = Csv.open(file("a\n" + "1\n".repeat(100_000))).stream();
        Iterator<CsvRow> iterator = rows.iterator();
        assertThat(iterator.next().get("a")).isEqualTo("1");

        rows.close();

        assertThatExceptionOfType(TextFormatException.class)
                .isThrownBy(() -> iterator.forEachRemaining(row -> {}))
                .withRootCauseInstanceOf(ClosedChannelException.class);
    }

    private List<List<String>> values(String text) {
        try (Csv csv = Csv.open(file(text))) {
            return csv.stream().map(CsvRow::values).toList();
        }
    }

    private static List<CsvRow> readAll(Path file) {
        try (Csv csv = Csv.open(file)) {
            return csv.stream().toList();
        }
    }

    private Path file(String text) {
        try {
            return Files.writeString(directory.resolve("test.csv"), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
