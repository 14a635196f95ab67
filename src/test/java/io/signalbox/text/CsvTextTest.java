package io.signalbox.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTextTest {

    private static final List<List<String>> ROWS =
            List.of(Arrays.asList("a,b", null), Arrays.asList("\"q\"", ""), Arrays.asList("two\nlines", " x "));

    @Test
    void quotesWhatNeedsIt() {
        assertThat(CsvText.format(List.of("id", "the name"), ROWS))
                .isEqualTo("id,the name\n\"a,b\",\n\"\"\"q\"\"\",\"\"\n\"two\nlines\", x \n");
    }

    @Test
    void isReadAsItWasWritten(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("rows.csv");
        Files.writeString(file, CsvText.format(List.of("id", "name"), ROWS));
        try (Csv csv = Csv.open(file, "id", "name")) {
            assertThat(csv.stream().map(CsvRow::values))
                    .containsExactly(List.of("a,b", ""), List.of("\"q\"", ""), List.of("two\nlines", " x "));
        }
    }
}
