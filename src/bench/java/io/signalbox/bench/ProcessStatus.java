package io.signalbox.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux tells of this process; elsewhere it is 0. */
final class ProcessStatus {

    private static final Path FILE = Path.of("/proc/self/status");

    private ProcessStatus() {}

    /** A line of it: VmRSS, or VmHWM, the most that there was. */
    static long kilobytes(String line) throws IOException {
        if (!Files.exists(FILE)) {
            return 0;
        }
        return Files.readAllLines(FILE).stream()
                .filter(each -> each.startsWith(line + ":"))
                .mapToLong(each -> Long.parseLong(each.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }
}
