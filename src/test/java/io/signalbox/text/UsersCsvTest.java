package io.signalbox.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the sample input promises; {@code config/users-generate.py --check} compares its bytes. */
final class UsersCsvTest {

    private static final Path FILE = Path.of("config", "users.csv");

    private static final Predicate<String> WELL_FORMED =
            Pattern.compile("[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)+").asMatchPredicate();
    private static final Predicate<String> USERNAME =
            Pattern.compile("[a-z0-9._-]{3,32}").asMatchPredicate();
    private static final Predicate<String> EXAMPLE_DOMAIN = Pattern.compile(
                    "(?i).*@(example\\.(com|org|net)|\\p{L}+\\.example)")
            .asMatchPredicate();
    private static final Set<String> ROLES = Set.of("reader", "writer", "editor", "auditor", "admin");

    private static List<CsvRow> rows = List.of();

    @BeforeAll
    static void read() {
        try (Csv csv = Csv.open(FILE, "email", "username", "display_name", "password", "roles")) {
            rows = csv.stream().toList();
        }
    }

    @Test
    void hasFiveThousandRows() {
        assertThat(rows).hasSize(5_000);
        assertThat(rows).allMatch(row -> !row.get("display_name").isBlank());
    }

    @Test
    void hasTwentyFiveDuplicatesThatDifferInCaseOnly() {
        Set<String> exact = new HashSet<>(values("email"));
        Set<String> lower = new HashSet<>();
        Set<String> normalized = new HashSet<>();
        values("email").forEach(email -> {
            lower.add(email.toLowerCase(Locale.ROOT));
            normalized.add(Normalizer.normalize(email, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT));
        });

        assertThat(exact).hasSize(5_000);
        assertThat(lower).hasSize(4_975);
        assertThat(normalized).hasSize(4_975);
    }

    @Test
    void spreadsTheDuplicatesAfterTheirOriginals() {
        Set<String> seen = new HashSet<>();
        List<Long> lines = rows.stream()
                .filter(row -> !seen.add(row.get("email").toLowerCase(Locale.ROOT)))
                .map(CsvRow::line)
                .toList();

        assertThat(lines).hasSize(25);
        assertThat(lines.get(0)).isLessThan(500);
        assertThat(lines.get(24)).isGreaterThan(4_500);
    }

    @Test
    void hasFiveMalformedAddresses() {
        List<String> emails = values("email");

        assertThat(emails.stream().filter(WELL_FORMED.negate())).hasSize(5);
        assertThat(emails.stream().filter(WELL_FORMED)).allMatch(EXAMPLE_DOMAIN);
    }

    @Test
    void hasOneLocalPartOfSixtyFourCharacters() {
        List<Integer> lengths =
                values("email").stream().map(email -> email.indexOf('@')).toList();

        assertThat(lengths).allMatch(length -> length <= 64);
        assertThat(lengths.stream().filter(length -> length == 64)).hasSize(1);
    }

    @Test
    void hasUniqueUsernamesAndSomeWithout() {
        List<String> usernames =
                rows.stream().flatMap(row -> row.find("username").stream()).toList();

        assertThat(usernames).allMatch(USERNAME).doesNotHaveDuplicates();
        assertThat(rows.size() - usernames.size()).isBetween(200, 300);
    }

    @Test
    void hasOnlyKnownRoles() {
        List<String> roles = rows.stream()
                .flatMap(row -> row.find("roles").stream())
                .flatMap(list -> List.of(list.split(";", -1)).stream())
                .toList();

        assertThat(roles).allMatch(ROLES::contains);
        assertThat(new HashSet<>(roles)).isEqualTo(ROLES);
        assertThat(rows).anyMatch(row -> row.get("roles").isEmpty());
    }

    @Test
    void hasNamesOfManyScriptsWithCommasQuotesAndEmoji() {
        List<String> names = values("display_name");

        for (String found : List.of(",", "\"", "'", "-", "é", "ñ", "ø", "ż", "ğ", "ı")) {
            assertThat(names).anyMatch(name -> name.contains(found));
        }
        for (Character.UnicodeScript script : List.of(
                Character.UnicodeScript.GREEK,
                Character.UnicodeScript.CYRILLIC,
                Character.UnicodeScript.HAN,
                Character.UnicodeScript.ARABIC)) {
            assertThat(names)
                    .anyMatch(name -> name.codePoints().anyMatch(c -> Character.UnicodeScript.of(c) == script));
        }
        assertThat(names).anyMatch(name -> name.contains("👩‍💻"));
    }

    @Test
    void hasPasswordsOfTenToTwentyCharacters() {
        assertThat(values("password")).allMatch(p -> p.length() >= 10 && p.length() <= 20);
    }

    @Test
    void hasInternationalDomainsAndTaggedAddresses() {
        assertThat(values("email")).anyMatch(email -> email.endsWith("@bücher.example"));
        assertThat(values("email")).anyMatch(email -> email.contains("+"));
    }

    private static List<String> values(String column) {
        return rows.stream().map(row -> row.get(column)).toList();
    }
}
