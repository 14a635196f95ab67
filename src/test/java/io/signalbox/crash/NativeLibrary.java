package io.signalbox.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/** A library in front of the C library's, compiled for a test: {@code src/test/c}. */
public final class NativeLibrary {

    private NativeLibrary() {}

    /** Compiles it into a directory. Where there is no Linux or no gcc, the test is skipped. */
    public static Path compile(String name, Path directory) throws InterruptedException {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "LD_PRELOAD is for Linux");
        Path library = directory.resolve(name + ".so");
        try {
            Process gcc = new ProcessBuilder(
                            "gcc",
                            "-O1",
                            "-shared",
                            "-fPIC",
                            "-o",
                            library.toString(),
                            "src/test/c/" + name + ".c",
                            "-ldl",
                            "-lpthread")
                    .inheritIO()
                    .start();
            assertThat(gcc.waitFor()).as("gcc's exit status").isZero();
        } catch (IOException e) {
            throw new TestAbortedException("there is no gcc", e);
        }
        return library;
    }
}
