package io.signalbox.bench;

import java.util.List;
import java.util.Random;

/** What is done again and again. */
enum Workload {
    FIND_BY_ID("find-by-id") {
        @Override
        int once(Stack stack, Random random, int users, String unique) throws Exception {
            stack.findById(1 + random.nextInt(users));
            return 0;
        }
    },
    LOGIN("login") {
        @Override
        int once(Stack stack, Random random, int users, String unique) throws Exception {
            stack.login(Fixture.nameOf(1 + random.nextInt(users)));
            return 0;
        }
    },
    APPEND("append") {
        @Override
        int once(Stack stack, Random random, int users, String unique) throws Exception {
            stack.append(1 + random.nextInt(users));
            return 1;
        }
    },
    REGISTER("register") {
        @Override
        int once(Stack stack, Random random, int users, String unique) throws Exception {
            stack.register(unique);
            return 1;
        }
    },
    /** Nine reads and a write. */
    MIXED("mixed") {
        @Override
        int once(Stack stack, Random random, int users, String unique) throws Exception {
            int drawn = random.nextInt(10);
            return (drawn == 0 ? APPEND : drawn < 6 ? FIND_BY_ID : LOGIN).once(stack, random, users, unique);
        }
    },
    REPORT("report") {
        @Override
        int once(Stack stack, Random random, int users, String unique) throws Exception {
            if (stack.report() != 2L * users) {
                throw new IllegalStateException("a wrong report");
            }
            return 0;
        }
    },
    IMPORT("import") {
        @Override
        int once(Stack stack, Random random, int users, String unique) throws Exception {
            stack.importUsers(unique, ROWS_OF_AN_IMPORT);
            return ROWS_OF_AN_IMPORT;
        }
    };

    /** What is appended to a note. */
    static final String MARK = "X";

    private static final int ROWS_OF_AN_IMPORT = 1_000;

    private final String title;

    Workload(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /**
     * Does it once.
     *
     * @param unique a name that nobody else uses
     * @return how many marks or rows it has left
     */
    abstract int once(Stack stack, Random random, int users, String unique) throws Exception;

    /** A query for all marks and rows that were left, beyond those users that were there before. */
    String counting(int users) {
        return "select (select coalesce(sum(length(note)), 0) from users) + (select count(*) from users) - " + users;
    }

    /** True of a workload in which threads contend for the writer, so that their shares are of interest. */
    static boolean writes(String title) {
        return List.of(APPEND, REGISTER, IMPORT).stream().anyMatch(each -> each.title.equals(title));
    }
}
