package io.signalbox.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.signalbox.identity.ImportedRow.Outcome;
import io.signalbox.text.TextFormatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserImportTest {

    private static final String HASH = "$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA";

    @TempDir
    Path directory;

    private IdentityFixture fixture;
    private final List<ImportedRow> rows = new ArrayList<>();

    @BeforeEach
    void open() {
        fixture = new IdentityFixture(directory);
        fixture.roles.create(RoleName.of("User"), null, true);
        fixture.roles.create(RoleName.of("Editor"), null, false);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private ImportReport run(Iterator<ImportedUser> users) {
        rows.clear();
        return fixture.users.importUsers(
                users, ImportOptions.DEFAULT.withChunk(3).onRow(rows::add));
    }

    private Path file(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text);
    }

    @Test
    void takesACsvFileTwiceAndChangesNothingTheSecondTime() throws Exception {
        Path file = file(
                "users.csv",
                "\uFEFFemail,username,display_name,password_hash,password,roles\r\n"
                        + "a@example.org,a,\"A, the first\",\"" + HASH + "\",,Editor;user\r\n"
                        + "b@example.org,,,,correct horse,\r\n"
                        + "A@EXAMPLE.ORG,,,,,\r\n"
                        + "c@example.org,A,,,,\r\n"
                        + ",d,,,,\r\n"
                        + "not an address,,,,,\r\n"
                        + "e@example.org,,,garbage,,\r\n"
                        + "f@example.org,,,,short,\r\n"
                        + "g@example.org,,,,,None\r\n"
                        + "h@example.org,,,,,\r\n");
        ImportReport expected = new ImportReport(10, 0, 3, 2, 5);
        try (UserFile users = UserFile.csv(file)) {
            assertThat(run(users)).isEqualTo(expected);
        }
        assertThat(rows)
                .extracting(ImportedRow::row)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 10).mapToObj(i -> (long) i).toList());
        assertThat(rows)
                .extracting(ImportedRow::outcome)
                .containsExactly(
                        Outcome.CREATED,
                        Outcome.CREATED,
                        Outcome.PRESENT,
                        Outcome.PRESENT,
                        Outcome.INVALID,
                        Outcome.INVALID,
                        Outcome.INVALID,
                        Outcome.INVALID,
                        Outcome.INVALID,
                        Outcome.CREATED);
        assertThat(rows.toString()).doesNotContain("garbage", "short,", HASH);
        assertThat(fixture.roles.rolesOf(rows.get(0).userId().orElseThrow())).containsExactly("Editor", "User");
        assertThat(fixture.rows("select display_name, password_hash from users where id = 1"))
                .containsExactly("A, the first|" + HASH);
        assertThat(fixture.authenticator.authenticate("b@example.org", "correct horse".toCharArray()))
                .isInstanceOf(AuthResult.Success.class);
        assertThat(
                        fixture.rows(
                                "select subject_user_id || action from identity_events where subject_user_id = 1 order by action, role_name"))
                .containsExactly("1IMPORTED", "1ROLE_GRANTED", "1ROLE_GRANTED");

        String before = dump();
        try (UserFile users = UserFile.csv(file)) {
            assertThat(run(users)).isEqualTo(new ImportReport(10, 0, 0, 5, 5));
        }
        assertThat(dump()).isEqualTo(before);
    }

    private String dump() {
        return String.join("\n", fixture.rows("select * from users order by id"))
                + fixture.rows("select * from users_roles order by id")
                + fixture.rows("select * from identity_events order by id");
    }

    @Test
    void takesJsonLines() throws Exception {
        Path file = file(
                "users.jsonl",
                "{\"email\":\"a@example.org\",\"password_hash\":\"" + HASH + "\",\"roles\":[\"Editor\"]}\n\n"
                        + "{\"email\":\"b@example.org\",\"username\":null,\"display_name\":\"B\"}\n");
        try (UserFile users = UserFile.jsonLines(file)) {
            assertThat(run(users)).isEqualTo(new ImportReport(2, 0, 2, 0, 0));
        }
        assertThat(fixture.roles.rolesOf(1)).containsExactly("Editor", "User");
        for (String wrong : List.of(
                "{\"email\":1}",
                "{\"email\":\"a\",\"enabled\":false}",
                "{\"email\":\"a\",\"roles\":\"x\"}",
                "{\"email\":\"a\",\"id\":7,\"version\":0,\"passwordHash\":\"x\",\"builtIn\":true}")) {
            try (UserFile users = UserFile.jsonLines(file("wrong.jsonl", wrong))) {
                assertThatExceptionOfType(InvalidValueException.class).as(wrong).isThrownBy(() -> run(users));
            }
        }
        for (String wrong :
                List.of("[]", "null", "sekret", "{\"email\":\"sekret", "{} {}", "{\"email\":\"a\",\"email\":\"b\"}")) {
            try (UserFile users = UserFile.jsonLines(file("wrong.jsonl", "\n" + wrong))) {
                assertThatExceptionOfType(TextFormatException.class)
                        .as(wrong)
                        .isThrownBy(() -> run(users))
                        .withMessageContaining("line 2")
                        .withMessageNotContaining("sekret")
                        .withNoCause();
            }
        }
    }

    @Test
    void refusesFilesWithOtherColumns() throws Exception {
        Path other = file("other.csv", "email,pasword_hash\na@example.org,x\n");
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> UserFile.csv(other));
        Path none = file("none.csv", "username\na\n");
        assertThatExceptionOfType(TextFormatException.class).isThrownBy(() -> UserFile.csv(none));
    }

    @Test
    void writesInChunksAndGoesOnWhereItEnded() {
        List<ImportedUser> users = IntStream.rangeClosed(1, 10)
                .mapToObj(i -> ImportedUser.of("u" + i + "@example.org", HASH))
                .toList();
        List<ImportReport> reports = new ArrayList<>();
        ImportOptions options = ImportOptions.DEFAULT.withChunk(4).onProgress(report -> {
            reports.add(report);
            if (report.rows() == 8) {
                throw new IllegalStateException("the plug was pulled");
            }
        });
        int writes = fixture.transactions.writes.get();
        assertThatIllegalStateException().isThrownBy(() -> fixture.users.importUsers(users.iterator(), options));
        assertThat(fixture.transactions.writes.get() - writes).isEqualTo(2);
        assertThat(fixture.users.count()).isEqualTo(8);
        ImportReport last = reports.get(reports.size() - 1);
        assertThat(fixture.users.importUsers(users.iterator(), options.resumeAfter(last.rows())))
                .isEqualTo(new ImportReport(10, 8, 2, 0, 0));
        assertThat(fixture.users.count()).isEqualTo(10);
        assertThat(run(users.iterator())).isEqualTo(new ImportReport(10, 0, 0, 10, 0));
    }

    @Test
    void writesNothingOfAChunkThatFails() {
        Iterator<ImportedUser> broken = new Iterator<>() {
            private int row;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public ImportedUser next() {
                if (++row == 5) {
                    throw new IllegalStateException("unreadable");
                }
                return ImportedUser.of("u" + row + "@example.org", HASH);
            }
        };
        assertThatIllegalStateException().isThrownBy(() -> run(broken));
        assertThat(fixture.users.count()).isEqualTo(3);
    }

    @Test
    void refusesWhatIsTooLongOrMalformedRowByRow() {
        String long10M = "a".repeat(10_000_000);
        List<ImportedUser> users = List.of(
                ImportedUser.of(long10M, HASH),
                ImportedUser.of("a@example.org", long10M),
                new ImportedUser("a@example.org", long10M, null, HASH, null, Set.of()),
                new ImportedUser("a@example.org", null, long10M, HASH, null, Set.of()),
                new ImportedUser("a@example.org", null, null, null, long10M, Set.of()),
                new ImportedUser("a@example.org", null, null, HASH, null, Set.of(long10M)),
                ImportedUser.of("a\u0000@example.org", HASH),
                ImportedUser.of(
                        "a@example.org", "$argon2id$v=19$m=99999999,t=2,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA"),
                ImportedUser.of("a@example.org", "plaintext"));
        fixture.hasher.reset();
        assertThat(run(users.iterator())).isEqualTo(new ImportReport(9, 0, 0, 0, 9));
        assertThat(fixture.hasher.hashes()).isZero();
        assertThat(rows.toString()).hasSizeLessThan(3000);
        assertThat(ImportedUser.of("a@example.org", "sekret").toString()).doesNotContain("sekret");
    }

    @Test
    void refusesToRunInATransactionAndOptionsThatAreNone() {
        fixture.transactions.readWithoutResult(em -> assertThatIllegalStateException()
                .isThrownBy(() -> fixture.users.importUsers(Collections.emptyIterator(), ImportOptions.DEFAULT)));
        for (int chunk : new int[] {0, -1, 10_001, Integer.MAX_VALUE}) {
            assertThatIllegalArgumentException().isThrownBy(() -> ImportOptions.DEFAULT.withChunk(chunk));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> ImportOptions.DEFAULT.resumeAfter(-1));
        assertThat(fixture.users
                        .importUsers(Collections.emptyIterator(), ImportOptions.DEFAULT)
                        .rows())
                .isZero();
    }

    @Test
    void isOneOfManyImportsOfTheSame() throws Exception {
        List<ImportedUser> users = IntStream.rangeClosed(1, 20)
                .mapToObj(i -> ImportedUser.of("u" + i + "@example.org", HASH))
                .toList();
        List<Object> outcomes =
                Race.run(i -> () -> fixture.users.importUsers(users.iterator(), ImportOptions.DEFAULT.withChunk(7)));
        assertThat(outcomes).hasOnlyElementsOfType(ImportReport.class);
        assertThat(outcomes.stream()
                        .mapToLong(report -> ((ImportReport) report).created())
                        .sum())
                .isEqualTo(20);
        assertThat(fixture.users.count()).isEqualTo(20);
    }
}
