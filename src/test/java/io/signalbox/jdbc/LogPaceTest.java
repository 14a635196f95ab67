package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogPaceTest {

    private final LogPace pace = new LogPace(100);

    private int commitsUntilDue() {
        int commits = 1;
        while (!pace.isDue()) {
            commits++;
        }
        return commits;
    }

    @Test
    void ofTheFirstNothingIsKnown() {
        assertThat(commitsUntilDue()).isOne();
    }

    @Test
    void theMoreEachWritesTheFewerAreAllowed() {
        pace.isDue();
        pace.looked(5);
        assertThat(commitsUntilDue()).isEqualTo(20);
        pace.looked(5 + 20 * 25);
        assertThat(commitsUntilDue()).isEqualTo(4);
        pace.looked(505 + 4 * 5);
        assertThat(commitsUntilDue()).isEqualTo(20);
    }

    @Test
    void oneThatWritesMoreThanTheStepIsLookedAtByItself() {
        pace.isDue();
        pace.looked(1_000);
        assertThat(commitsUntilDue()).isOne();
    }

    @Test
    void itIsDueUntilItWasLookedAt() {
        assertThat(pace.isDue()).isTrue();
        assertThat(pace.isDue()).isTrue();
        pace.looked(2);
        assertThat(pace.isDue()).isFalse();
    }

    @Test
    void aLogThatWasBegunAnewHasGrownByWhatIsInIt() {
        pace.isDue();
        pace.looked(5);
        commitsUntilDue();
        pace.looked(40);
        assertThat(commitsUntilDue()).isEqualTo(57);
        pace.looked(10);
        assertThat(commitsUntilDue()).isEqualTo(570);
    }

    /** Who asks how long it is has nothing to say of how fast it grows. */
    @Test
    void whereNothingWasWrittenNothingIsLearned() {
        pace.isDue();
        pace.looked(5);
        pace.looked(500);
        assertThat(commitsUntilDue()).isEqualTo(20);
    }
}
