package io.signalbox.crash;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The JVM that is to crash. */
final class CrashProcess {

    private CrashProcess() {}

    /** A main class in a JVM of its own, with libraries in front of the C library's. */
    static ProcessBuilder of(Class<?> main, List<Path> libraries, Object... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Djava.util.logging.config.file=src/test/resources/logging.properties",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        if (!libraries.isEmpty()) {
            builder.environment()
                    .put("LD_PRELOAD", libraries.stream().map(Path::toString).collect(Collectors.joining(" ")));
        }
        return builder;
    }
}
