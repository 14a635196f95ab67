package io.signalbox.jdbc;

import static io.signalbox.jdbc.QueueModel.NEVER;
import static io.signalbox.jdbc.QueueModel.check;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What holds in whatever order the threads run: the model checker runs each of these again and again, and switches threads at
 * other places each time. It reports a lost wake-up as a deadlock, with the interleaving that leads to it. Under {@code
 * -Pfull} it runs each longer.
 */
class WriteQueueModelIT {

    private static final int INVOCATIONS = Boolean.getBoolean("signalbox.it.full") ? 5_000 : 50;

    private static final long SOON = 10;

    private static void inEveryOrder(QueueModel.Steps steps) {
        Lincheck.runConcurrentTest(INVOCATIONS, () -> {
            try {
                steps.run();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    /** The checker's own check: it finds what happens only when threads meet. */
    @Test
    void whatHappensOnlySometimesIsFound() {
        assertThatThrownBy(() -> inEveryOrder(() -> {
                    QueueModel at = new QueueModel(0);
                    at.start(() -> at.use(NEVER));
                    at.use(NEVER);
                    at.end();
                    check(at.queue.statistics().longest() == 0, "somebody waited");
                }))
                .isInstanceOf(LincheckAssertionError.class)
                .hasMessageContaining("somebody waited");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whoeverWantsThePermitGetsItAndHasItAlone(int maxOvertakes) {
        inEveryOrder(() -> {
            QueueModel at = new QueueModel(maxOvertakes);
            at.start(() -> at.use(NEVER));
            at.start(() -> at.use(NEVER));
            at.use(NEVER);
            at.endOpen();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whoeverTakesItOnlyIfItIsFreeHasItAloneAndTakesNothingFromThoseWhoWait(int maxOvertakes) {
        inEveryOrder(() -> {
            QueueModel at = new QueueModel(maxOvertakes);
            at.start(() -> at.use(NEVER));
            at.start(at::useIfFree);
            at.use(NEVER);
            at.useIfFree();
            at.endOpen();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whoeverTimesOutLeavesNoTraceAndTakesNothingWithIt(int maxOvertakes) {
        inEveryOrder(() -> {
            QueueModel at = new QueueModel(maxOvertakes);
            WritePermit held = at.acquire(NEVER);
            Thread late = at.start(() -> {
                try {
                    at.use(SOON);
                } catch (WriterTimeoutException e) {
                    // or in time
                }
            });
            at.start(() -> at.use(NEVER));
            at.start(() -> at.passTime(SOON, late));
            at.release(held);
            at.endOpen();
        });
    }

    /** The shortest of races, so that the checker comes to all of it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPermitThatIsGrantedWhileSomebodyGivesUpIsNotLost(boolean interrupted) {
        inEveryOrder(() -> {
            QueueModel at = new QueueModel(0);
            WritePermit held = at.acquire(NEVER);
            at.start(() -> {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                try {
                    at.use(interrupted ? NEVER : 0);
                } catch (WriterTimeoutException | WriterInterruptedException e) {
                    // or before it was granted
                }
            });
            at.release(held);
            at.endOpen();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whoeverIsInterruptedLeavesNoTraceAndKeepsItsFlag(int maxOvertakes) {
        inEveryOrder(() -> {
            QueueModel at = new QueueModel(maxOvertakes);
            WritePermit held = at.acquire(NEVER);
            boolean[] disturbed = new boolean[1];
            Thread waiter = at.start(() -> {
                try {
                    at.use(NEVER);
                    check(!disturbed[0] || Thread.interrupted(), "the interrupt is lost");
                } catch (WriterInterruptedException e) {
                    check(Thread.interrupted(), "the flag is not set again");
                }
            });
            at.start(() -> at.use(NEVER));
            at.start(() -> {
                waiter.interrupt();
                disturbed[0] = true;
            });
            at.release(held);
            at.endOpen();
        });
    }

    @Test
    void closeSendsAwayWhoWaitsWhileTheHolderGoesOn() {
        inEveryOrder(() -> {
            QueueModel at = new QueueModel(1);
            WritePermit held = at.acquire(NEVER);
            Thread first = at.start(() -> useUnlessClosed(at));
            Thread second = at.start(() -> useUnlessClosed(at));
            at.start(() -> {
                at.queue.close(new Deadline(NEVER));
                check(at.queue.holder().isEmpty(), "it is closed and still held");
            });
            first.join();
            second.join();
            at.release(held);
            at.end();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void closeLetsTheHolderEndAndWhoeverHasThePermitByThen(int maxOvertakes) {
        inEveryOrder(() -> {
            QueueModel at = new QueueModel(maxOvertakes);
            WritePermit held = at.acquire(NEVER);
            at.start(() -> useUnlessClosed(at));
            at.start(() -> {
                at.queue.close(new Deadline(NEVER));
                check(at.queue.holder().isEmpty(), "it is closed and still held");
            });
            at.release(held);
            at.end();
        });
    }

    private static void useUnlessClosed(QueueModel at) throws SQLException {
        try {
            at.use(NEVER);
        } catch (DataSourceClosedException e) {
            // or before it was closed
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whoeverWaitsIsOvertakenNoMoreOftenThanItMust(int maxOvertakes) {
        inEveryOrder(() -> {
            QueueModel at = new QueueModel(maxOvertakes);
            boolean[] served = new boolean[1];
            WritePermit held = at.acquire(NEVER);
            at.start(() -> {
                WritePermit permit = at.acquire(NEVER);
                served[0] = true;
                at.release(permit);
            });
            int since = at.queue.statistics().waiting() == 1 ? 0 : -100;
            at.release(held);
            for (int i = 0; i < 3; i++) {
                at.use(NEVER);
                since++;
                check(served[0] || since <= maxOvertakes, "overtaken too often");
            }
            at.endOpen();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whereOneMayWaitTheOthersAreRefusedAndThePermitIsNotLost(int maxOvertakes) {
        inEveryOrder(() -> {
            QueueModel at = new QueueModel(maxOvertakes, 1);
            WritePermit held = at.acquire(NEVER);
            for (int i = 0; i < 2; i++) {
                at.start(() -> {
                    try {
                        at.use(NEVER);
                    } catch (WriteQueueFullException e) {
                        // or there was room
                    }
                });
            }
            at.release(held);
            at.endOpen();
        });
    }
}
