package io.signalbox.bench;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Another JVM with this one's class path. */
final class Jvm {

    private Jvm() {}

    /** All but the flags of its memory and the main class. */
    static List<String> command() {
        return command("");
    }

    /** With something before the class path. */
    static List<String> command(String before) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.util.logging.config.file=" + System.getProperty("java.util.logging.config.file", ""),
                "-cp",
                before + System.getProperty("java.class.path"));
    }

    /** A jar of the class path. */
    static String jar(String artifact) {
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(System.getProperty("java.class.path"))
                .filter(entry -> Path.of(entry).getFileName().toString().matches(artifact + "-[0-9.]+\\.jar"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(artifact + " is not on the class path"));
    }
}
