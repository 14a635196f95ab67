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

/**
 * The seeded mutants still fit the code, and so does what was tried; {@code src/test/mutants/run} shows that each mutant is caught, the benchmark's
 * {@code --tried} what the others are worth.
 */
class MutantsIT {

    private static final Path MUTANTS = Path.of("src/test/mutants");

    private static final Path TRIED = Path.of("src/bench/tried");

    static List<Path> patches() throws IOException {
        return Stream.concat(patches(MUTANTS).stream(), patches(TRIED).stream()).toList();
    }

    private static List<Path> patches(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".patch"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("patches")
    void aPatchAppliesAndSaysWhatItDoes(Path patch) throws Exception {
        Process git = new ProcessBuilder("git", "apply", "--check", patch.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor()).as(output).isZero();
        assertThat(Files.readAllLines(patch).get(0)).endsWith(".").doesNotStartWith("---");
    }

    @Test
    void whatWasTriedSaysSinceWhenAndWhatItIsMeasuredBy() throws IOException {
        for (Path patch : patches(TRIED)) {
            List<String> lines = Files.readAllLines(patch);
            assertThat(lines.get(0)).as("%s", patch).matches("\\d{4}-\\d\\d-\\d\\d( and \\d\\d)?: .+");
            String measured = "[a-z-]+ (POWER|CRASH) \\d+";
            assertThat(lines.get(1)).as("%s", patch).matches(measured + "(; " + measured + ")*");
        }
    }

    @Test
    void thereAreAtLeastTen() throws IOException {
        assertThat(patches(MUTANTS)).hasSizeGreaterThanOrEqualTo(10);
    }
}
