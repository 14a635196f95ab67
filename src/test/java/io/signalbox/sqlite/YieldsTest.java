package io.signalbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Others are let run as long as that takes a moment only. */
class YieldsTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - Yields.SLOW); // the clock may go round
    private final AtomicInteger yielded = new AtomicInteger();
    private long takes;
    private final Yields yields = new Yields(now::get, () -> {
        yielded.incrementAndGet();
        now.addAndGet(takes);
    });

    @Test
    void aQuickOneIsFollowedByOthers() {
        takes = Yields.SLOW;
        assertThat(yields.tryYield()).isTrue();
        assertThat(yields.tryYield()).isTrue();
        assertThat(yielded).hasValue(2);
    }

    @Test
    void aSlowOneIsFollowedByNoneForManyTimesAsLong() {
        takes = Yields.SLOW + 1;
        assertThat(yields.tryYield()).isTrue();
        now.addAndGet(takes * Yields.REST - 1);
        assertThat(yields.tryYield()).isFalse();
        assertThat(yielded).hasValue(1);
        now.incrementAndGet();
        assertThat(yields.tryYield()).isTrue();
    }

    @Test
    void theyEndWhenWhatIsWaitedForIsSoOrAfterSoMany() {
        yields.until(() -> yielded.get() == 3, 5);
        assertThat(yielded).hasValue(3);
        yields.until(() -> false, 5);
        assertThat(yielded).hasValue(8);
        takes = Yields.SLOW + 1;
        yields.until(() -> false, 5);
        assertThat(yielded).hasValue(9);
    }
}
