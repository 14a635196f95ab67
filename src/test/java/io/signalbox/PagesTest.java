package io.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.jdbc.Setting;
import io.signalbox.jdbc.SqliteConfiguration;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.hibernate.cfg.AvailableSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What README and the pages say in code, and name, is there. */
class PagesTest {

    private static final Path EXAMPLES = Path.of("src/test/java/io/signalbox/ExamplesTest.java");
    private static final Path ANSWERS = Path.of("src/test/java/io/signalbox/answers");
    private static final String NAMED_TEST = "`(\\w+(?:Test|IT)(?:\\.\\w+)?)`";

    static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/site/markdown"))) {
            return Stream.concat(
                            Stream.of(Path.of("README.md")),
                            files.filter(file -> file.toString().endsWith(".md")))
                    .toList();
        }
    }

    private static List<String> matches(String pattern, String text) {
        return Pattern.compile(pattern, Pattern.DOTALL)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static List<String> blocks(String language, Path page) throws IOException {
        return matches("```" + language + "\\n(.*?)```", Files.readString(page));
    }

    private static String withoutBlanks(String text) {
        return text.replaceAll("\\s+", "");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void itsJavaIsCompiled(Path page) throws IOException {
        String examples = withoutBlanks(examples());
        for (String block : blocks("java", page)) {
            assertThat(examples).as("%s:\n%s", page, block).contains(withoutBlanks(block));
        }
    }

    private static String examples() throws IOException {
        StringBuilder examples = new StringBuilder(Files.readString(EXAMPLES));
        try (Stream<Path> files = Files.list(ANSWERS)) {
            for (Path file : files.toList()) {
                examples.append(Files.readString(file));
            }
        }
        return examples.toString();
    }

    /** Or no test would see it. */
    @ParameterizedTest
    @MethodSource("pages")
    void itHasNoCodeOfAnotherKind(Path page) throws IOException {
        List<String> fences = matches("(?m)^\\s*```(.*?)$", Files.readString(page));
        for (int i = 0; i < fences.size(); i += 2) {
            assertThat(fences.get(i)).as("%s, block %s", page, i / 2).isIn("java", "xml", "");
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void itsXmlConfigures(Path page) throws Exception {
        for (String block : blocks("xml", page)) {
            if (block.startsWith("<dependency>")) {
                continue;
            }
            byte[] document = ("<properties>" + block + "</properties>").getBytes(StandardCharsets.UTF_8);
            NodeList properties = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(document))
                    .getElementsByTagName("property");
            Map<String, String> settings = new HashMap<>();
            for (int i = 0; i < properties.getLength(); i++) {
                Element property = (Element) properties.item(i);
                settings.put(property.getAttribute("name"), property.getAttribute("value"));
            }
            assertThat(settings).isNotEmpty();
            assertThat(settings.keySet()).allMatch(key -> key.startsWith("signalbox.") || isHibernates(key));
            String url = settings.getOrDefault("jakarta.persistence.jdbc.url", "jdbc:sqlite:app.db");
            assertThat(SqliteConfiguration.parse(url, settings)).isNotNull();
        }
    }

    /** What is built with it is {@code src/it/consumer}. */
    @ParameterizedTest
    @MethodSource("pages")
    void itsDependencyIsThisProject(Path page) throws IOException {
        String version = matches("<version>([^<]*)</version>", Files.readString(Path.of("pom.xml")))
                .get(0);
        String consumer = Files.readString(Path.of("src/it/consumer/pom.xml")).replace("${signalbox.version}", version);
        for (String block : blocks("xml", page)) {
            if (block.startsWith("<dependency>")) {
                assertThat(withoutBlanks(consumer)).contains(withoutBlanks(block));
            }
        }
    }

    /** Those of signalbox are looked at when they are parsed. */
    private static boolean isHibernates(String key) {
        return Arrays.stream(AvailableSettings.class.getFields()).anyMatch(field -> {
            try {
                return key.equals(field.get(null));
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("pages")
    void itsLinksLeadSomewhere(Path page) throws IOException {
        for (String target : matches("\\]\\(([^)]+)\\)", Files.readString(page))) {
            if (!target.startsWith("http")) {
                String[] fileAndSection = target.split("#", 2);
                Path file = fileAndSection[0].isEmpty() ? page : page.resolveSibling(fileAndSection[0]);
                assertThat(file).as("%s of %s", target, page).exists();
                if (fileAndSection.length > 1) {
                    assertThat(sections(file)).as("%s of %s", target, page).contains(fileAndSection[1]);
                }
            }
        }
    }

    /** The headings of a page, as a link to a section has them. */
    private static List<String> sections(Path page) throws IOException {
        return Files.readAllLines(page).stream()
                .filter(line -> line.matches("#+ .*"))
                .map(line -> line.replaceFirst("#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    @Test
    void everyDecisionIsDatedTheNewestFirstAndShort() throws IOException {
        String[] decisions =
                Files.readString(Path.of("src/site/markdown/decisions.md")).split("\n## ");
        List<String> dates = new ArrayList<>();
        for (String decision : List.of(decisions).subList(1, decisions.length)) {
            assertThat(decision).matches("(?s)\\d{4}-\\d{2}-\\d{2} · .*");
            assertThat(decision.lines().skip(1)).as(decision).hasSizeLessThanOrEqualTo(10);
            dates.add(decision.substring(0, 10));
        }
        assertThat(dates).isNotEmpty().isSortedAccordingTo(Comparator.reverseOrder());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void theTestsThatItNamesExist(Path page) throws IOException {
        List<String> missing = new ArrayList<>();
        for (String named : matches(NAMED_TEST, Files.readString(page))) {
            String[] classAndMethod = named.split("\\.");
            if (!exists(classAndMethod[0], classAndMethod.length > 1 ? classAndMethod[1] : "")) {
                missing.add(named);
            }
        }
        assertThat(missing).isEmpty();
    }

    /** And what an answer says is proved by a test that it names. */
    @Test
    void everyAnswerNamesItsTest() throws IOException {
        String page = Files.readString(Path.of("src/site/markdown/answers.md"));
        assertThat(matches("\n### (.*?)(?=\n##|\\z)", page))
                .hasSizeGreaterThan(20)
                .allSatisfy(section -> assertThat(matches(NAMED_TEST, section)).isNotEmpty());
    }

    private static boolean exists(String type, String method) throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/test/java"))) {
            for (Path source :
                    sources.filter(file -> file.endsWith(type + ".java")).toList()) {
                if (method.isEmpty() || isTest(Files.readString(source), method)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static boolean isTest(String source, String method) {
        int at = source.indexOf(" void " + method + "(");
        return at >= 0
                && source.substring(source.lastIndexOf("\n\n", at), at).matches("(?s).*@(Parameterized)?Test\\b.*");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void theSettingsThatItNamesExist(Path page) throws IOException {
        List<String> known = Arrays.stream(Setting.values()).map(Setting::key).toList();
        assertThat(new TreeSet<>(matches("(?<!io\\.)\\b(signalbox\\.[a-z_]+)\\b(?![.-])", Files.readString(page))))
                .isSubsetOf(known);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void theProfilesThatItNamesExist(Path page) throws IOException {
        List<String> known = matches("<profile>\\s*<id>(\\w+)</id>", Files.readString(Path.of("pom.xml")));
        assertThat(matches(" -P(\\w+)", Files.readString(page))).isSubsetOf(known);
    }

    @Test
    void readmeKnowsTheNumberOfMutants() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/mutants"))) {
            long mutants =
                    files.filter(file -> file.toString().endsWith(".patch")).count();
            assertThat(Files.readString(Path.of("README.md"))).contains("breaks the queue in " + mutants + " ways");
        }
    }

    @Test
    void everyPageIsLinkedFromReadme() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        for (Path page : pages()) {
            if (!page.endsWith("README.md") && !page.endsWith("changelog.md")) {
                assertThat(readme).contains("(" + page + ")");
            }
        }
    }
}
