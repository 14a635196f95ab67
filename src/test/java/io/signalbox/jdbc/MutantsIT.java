package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The seeded mutants still fit the code; {@code src/test/mutants/run} shows that each is caught. */
class MutantsIT {

    private static final Path MUTANTS = Path.of("src/test/mutants");

    static List<Path> mutants() throws IOException {
        try (Stream<Path> files = Files.list(MUTANTS)) {
            return files.filter(file -> file.toString().endsWith(".patch"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void aMutantAppliesAndSaysWhatItBreaks(Path mutant) throws Exception {
        Process git = new ProcessBuilder("git", "apply", "--check", mutant.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor()).as(output).isZero();
        assertThat(Files.readAllLines(mutant).get(0)).endsWith(".").doesNotStartWith("---");
    }

    @Test
    void thereAreAtLeastTen() throws IOException {
        assertThat(mutants()).hasSizeGreaterThanOrEqualTo(10);
    }
}
