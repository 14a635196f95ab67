package io.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The tables of {@code answers.md} are whole: no number is missing, and whatever is said to be so names its test. */
class PoolAnswersTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\| [^|]+ \\| ([^|]+) \\| ([^|]*)\\|$");

    private static final Pattern COUNTS =
            Pattern.compile("(\\d+) are so here, and (\\d+) more are c3p0's doing,[^;]*;\\s"
                    + "(\\d+) are different on purpose,[^;]*; (\\d+) do not apply");

    private static List<MatchResult> rows(String heading) throws IOException {
        String page = Files.readString(Path.of("src/site/markdown/answers.md"));
        String section = page.substring(page.indexOf("\n## " + heading) + 1);
        int end = section.indexOf("\n## ");
        return ROW.matcher(end < 0 ? section : section.substring(0, end))
                .results()
                .toList();
    }

    private static void assertNumbered(List<MatchResult> rows, int last) {
        assertThat(rows.stream().map(row -> Integer.valueOf(row.group(1))))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, last).boxed().toList());
    }

    @Test
    void eachOfAHundredBehavioursIsAnswered() throws IOException {
        List<MatchResult> rows = rows("SQLAlchemy's pool, point by point");
        assertNumbered(rows, 100);
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.group(2)).matches("covered|c3p0|different: .+|not applicable: .+"));
        assertThat(rows.stream().filter(row -> !row.group(2).startsWith("not applicable")))
                .hasSizeGreaterThanOrEqualTo(75)
                .allSatisfy(row -> assertThat(row.group(3)).contains("`"));
    }

    @Test
    void thereAreAsManyOfEachAsIsSaid() throws IOException {
        MatchResult said = COUNTS.matcher(Files.readString(Path.of("src/site/markdown/answers.md")))
                .results()
                .findFirst()
                .orElseThrow();
        List<String> answers = rows("SQLAlchemy's pool, point by point").stream()
                .map(row -> row.group(2))
                .toList();
        List<String> kinds = List.of("covered", "c3p0", "different", "not applicable");
        for (int kind = 0; kind < kinds.size(); kind++) {
            String name = kinds.get(kind);
            assertThat(answers.stream().filter(answer -> answer.startsWith(name)))
                    .as(name)
                    .hasSize(Integer.parseInt(said.group(kind + 1)));
        }
    }

    @Test
    void eachOfWhatItDoesNotDoIsShownHere() throws IOException {
        List<MatchResult> rows = rows("What its pool does not do");
        assertNumbered(rows, 23);
        assertThat(rows).allSatisfy(row -> assertThat(row.group(3)).contains("`"));
    }
}
