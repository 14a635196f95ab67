package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a transaction is told that waited for the writer in vain, and that README shows just that. */
class TimeoutMessageTest {

    @RegisterExtension
    final TestDataSource test = TestDataSource.with("?write_timeout=1h");

    @Test
    void readmeShowsTheMessageAsItIs() throws Exception {
        String message;
        try (Connection holder = test.transaction()) {
            execute(holder, "insert into t(name) values('held')");
            Actor<Void> ahead = Actor.does("ahead", () -> test.execute("insert into t(name) values('ahead')"));
            Actor.until("it waits", () -> test.writer().waiting() == 1);
            message = Actor.does("late", () -> {
                        try (SqliteConnection late = test.transaction()) {
                            late.setTransactionTimeout(Duration.ofMillis(1));
                            execute(late, "insert into t(name) values('late')");
                        }
                    })
                    .failure()
                    .getMessage();
            holder.rollback();
            ahead.result();
        }
        assertThat(message)
                .startsWith("the writer was not free within ")
                .contains("this thread was number 2 in the queue, 1 others wait")
                .contains("thread '" + Thread.currentThread().getName() + "' has held it for ")
                .contains("first statement: insert into t(name) values('held')");
        assertThat(form(example())).isEqualTo(form(message));
    }

    private static String example() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        int begin = readme.indexOf("the writer was not free within");
        return readme.substring(begin, readme.indexOf("\n\n", begin)).replaceAll("\\s+", " ");
    }

    /** Without what differs from time to time. */
    private static String form(String message) {
        return message.replaceAll("thread '[^']*'", "thread T")
                .replaceAll("first statement: .*\\. Make", "first statement: S. Make")
                .replaceAll("\\d+", "N");
    }
}
