package io.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Database;
import io.signalbox.sqlite.Durability;
import jakarta.persistence.PersistenceConfiguration;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the command's checks see what they are for. */
class StressChecksTest {

    @TempDir
    Path directory;

    private final Errors errors = new Errors();
    private Database database;
    private StressTable table;

    @BeforeEach
    void open() {
        database = Database.open(new PersistenceConfiguration("stress")
                .property("jakarta.persistence.jdbc.url", "jdbc:sqlite:" + directory.resolve("test.db"))
                .property("signalbox.durability", "CRASH_SAFE")
                .managedClass(StressCounter.class));
        table = new StressTable(database);
        table.create(false);
    }

    @AfterEach
    void close() {
        assertThat(database.sessions().open()).as("open sessions").isZero();
        database.close();
    }

    /** Runs so many transactions on this thread; one that fails ends it too. */
    private StressLoad loaded(String mix, int transactions) {
        try (Ending ending = new Ending()) {
            StressLoad load = new StressLoad(database, Mix.parse(mix), ending, errors);
            AtomicInteger done = new AtomicInteger();
            load.run(0, () -> {
                if (done.incrementAndGet() == transactions) {
                    ending.timeIsUp();
                }
            });
            return load;
        }
    }

    private void change(String sql) {
        database.writeWithoutResult(
                em -> assertThat(em.createNativeQuery(sql).executeUpdate()).isPositive());
    }

    @Test
    void whatIsAsItWasToldIsGood() {
        StressLoad load = loaded("1:1", 40);
        change("update signalbox_stress set others = others + 1 where id < 3");
        assertThat(table.verdict(load)).isEqualTo(new StressVerdict(0, 0, 3, "ok"));
        assertThat(load.tornReads()).isZero();
        assertThat(errors.all()).isZero();
        assertThat(load.writes().all().getTotalCount()).isEqualTo(20);
        assertThat(load.reads().all().getTotalCount()).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update signalbox_stress set counted = counted - 1 where id = (select max(id) from signalbox_stress where"
                        + " counted > 0)",
                "update signalbox_stress set counted = counted - 1 where id % 100 = (select min(id) from signalbox_stress where"
                        + " counted > 0)",
            })
    void anUpdateThatIsMissingIsLost(String sql) {
        StressLoad load = loaded("0:1", 20);
        change(sql);
        assertThat(table.verdict(load).lostUpdates()).isEqualTo(1);
        assertThat(table.verdict(load).isGood()).isFalse();
    }

    @Test
    void rowsThatAreGoneAreLostWithAllThatTheyCounted() {
        StressLoad load = loaded("0:1", 20);
        change("delete from signalbox_stress");
        assertThat(table.verdict(load).lostUpdates()).isEqualTo(20);
    }

    @Test
    void anUpdateThatNobodyWasToldOfIsOneTooMany() {
        StressLoad load = loaded("0:1", 20);
        change("update signalbox_stress set counted = counted + 1 where id = 7");
        assertThat(table.verdict(load).duplicates()).isEqualTo(1);
        assertThat(table.verdict(load).isGood()).isFalse();
    }

    @Test
    void rowsOfAPairThatDifferAreATornRead() {
        change("update signalbox_stress set counted = 1 where id < 100");
        StressLoad load = loaded("1:0", 5);
        assertThat(load.tornReads()).isEqualTo(5);
    }

    @Test
    void aLoadThatOnlyFailsEnds() {
        change("delete from signalbox_stress");
        StressLoad load = loaded("1:1", 1);
        assertThat(errors.others()).isEqualTo(1_000);
        assertThat(load.rejected()).isEqualTo(500);
    }

    @Test
    void aThreadThatStarvesFailsTheRun() throws Exception {
        StressLoad load = loaded("1:1", 10);
        assertThat(report(load, crewOf(10, 1)).succeeded()).isTrue();
        assertThat(report(load, crewOf(10, 0)).succeeded()).isFalse();
        assertThat(report(load, crewOf(9, 0)).succeeded())
                .as("so little that it may be by chance")
                .isTrue();
    }

    /** Two threads that do so much, and finish when both have done it. */
    private Crew crewOf(int first, int second) throws InterruptedException {
        CyclicBarrier done = new CyclicBarrier(2);
        Crew crew = new Crew(
                "crew",
                2,
                (number, count) -> {
                    IntStream.range(0, number == 0 ? first : second).forEach(i -> count.run());
                    done.await();
                },
                errors);
        crew.run();
        return crew;
    }

    private StressReport report(StressLoad load, Crew crew) {
        StressSettings settings = new StressSettings(
                directory, 2, Duration.ofSeconds(1), Mix.parse("1:1"), Durability.CRASH_SAFE, Map.of(), false, false);
        return new StressReport(
                settings,
                load,
                crew,
                table.verdict(load),
                errors,
                Optional.empty(),
                database.statistics(),
                Duration.ofSeconds(1).toNanos());
    }

    @ParameterizedTest
    @ValueSource(strings = {"4:1", "1:4", "1:1", "3:5", "0:1", "1:0", "1000:999"})
    void aMixIsSpreadEvenly(String text) {
        Mix mix = Mix.parse(text);
        int all = mix.reads() + mix.writes();
        for (int first = 0; first < all; first++) {
            int start = first;
            assertThat(IntStream.range(start, start + all).filter(mix::writesAt).count())
                    .as("writes among the %d from number %d on", all, start)
                    .isEqualTo(mix.writes());
        }
    }

    @Test
    void theLineIsWrittenOverOnATerminalOnly() {
        assertThat(shown(true)).isEqualTo("\rlonger\rline  " + System.lineSeparator());
        assertThat(shown(false)).isEqualTo("longer" + System.lineSeparator() + "line" + System.lineSeparator());
    }

    private static String shown(boolean terminal) {
        StringWriter out = new StringWriter();
        try (LiveLine line = new LiveLine(new PrintWriter(out), Duration.ofSeconds(1), terminal)) {
            line.show("longer");
            line.show("line");
        }
        return out.toString();
    }
}
