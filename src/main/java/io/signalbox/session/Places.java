package io.signalbox.session;

import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.List;

/**
 * The places in the application's code that have called {@link Transactions}, read off the stack. Both are on it when a
 * unit of work is refused, so nothing need be remembered when one begins.
 */
final class Places {

    private Places() {}

    static String writeInRead() {
        List<StackFrame> callers = callers();
        return "write at " + callers.get(0) + " inside the read begun at " + callers.get(callers.size() - 1)
                + ": what was read may be out of date by the time it is written. Declare the outer unit a write.";
    }

    static String nestedWrite() {
        List<StackFrame> callers = callers();
        return "writeThenRead at " + callers.get(0)
                + (callers.size() > 1
                        ? " inside the unit of work begun at " + callers.get(callers.size() - 1)
                        : " inside a transaction that the thread itself has begun")
                + ": nothing of it could be committed, and read, before that ends. Call write there, and read behind it.";
    }

    /** The frames that called into Transactions, the innermost first. */
    private static List<StackFrame> callers() {
        return StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE).walk(frames -> {
            List<StackFrame> callers = new ArrayList<>();
            boolean[] inside = {true};
            frames.forEach(frame -> {
                boolean ours = isOurs(frame.getDeclaringClass());
                if (inside[0] && !ours) {
                    callers.add(frame);
                }
                inside[0] = ours;
            });
            return callers;
        });
    }

    private static boolean isOurs(Class<?> type) {
        return Transactions.class.isAssignableFrom(type) || type == Places.class;
    }
}
