package io.signalbox.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Something that was tried, as a patch of the sources as they are: it takes away what was kept, or adds what was not. The patch's first
 * line says what is so with it, and since when that is known; its second what it is measured by, {@code workload durability threads} each.
 *
 * @param requests what it is measured by
 */
record Variant(Path patch, String says, List<Request> requests) {

    static final int USERS = 1_000;

    private static final Path PATCHES = Path.of("src", "bench", "tried");
    private static final String SUFFIX = ".patch";
    private static final String CHANGED = "+++ b/";

    /** All of them; each measurement takes twice so many seconds. */
    static List<Variant> all(double seconds) throws IOException {
        List<Variant> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(PATCHES)) {
            for (Path file : files.sorted().toList()) {
                all.add(read(file, seconds));
            }
        }
        return all;
    }

    private static Variant read(Path patch, double seconds) throws IOException {
        List<String> lines = Files.readAllLines(patch);
        List<Request> requests = Stream.of(lines.get(1).split("; "))
                .map(words -> request(words.split(" "), seconds))
                .toList();
        return new Variant(patch, lines.get(0), requests);
    }

    private static Request request(String[] words, double seconds) {
        Durability durability = Durability.valueOf(words[1]);
        return new Request(words[0], durability, Integer.parseInt(words[2]), USERS, seconds);
    }

    String name() {
        String file = patch.getFileName().toString();
        return file.substring(0, file.length() - SUFFIX.length());
    }

    /** The library with it, as a system. */
    String system() {
        return Stacks.SIGNALBOX + Stacks.WITH + name();
    }

    /** What goes before the class path of a system; nothing of one that is no variant. */
    static String classPath(String system, Path directory) {
        return system.contains(Stacks.WITH) ? classes(directory) + File.pathSeparator : "";
    }

    private static Path classes(Path directory) {
        return directory.resolve("classes");
    }

    /** Compiles what the patch changes. */
    void compile(Path directory) throws IOException, InterruptedException {
        Path sources = directory.resolve("sources");
        delete(sources);
        delete(classes(directory));
        List<String> command = new ArrayList<>(List.of(
                "--release", "17", "-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"), "-d"));
        command.add(classes(directory).toString());
        for (String file : changed()) {
            Path copy = sources.resolve(file);
            Files.createDirectories(copy.getParent());
            Files.deleteIfExists(copy);
            Files.copy(Path.of(file), copy);
            command.add(copy.toString());
        }
        apply(sources);
        if (ToolProvider.getSystemJavaCompiler().run(null, null, null, command.toArray(new String[0])) != 0) {
            throw new IOException(name() + " does not compile");
        }
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private List<String> changed() throws IOException {
        return Files.readAllLines(patch).stream()
                .filter(line -> line.startsWith(CHANGED))
                .map(line -> line.substring(CHANGED.length()))
                .toList();
    }

    private void apply(Path sources) throws IOException, InterruptedException {
        ProcessBuilder git = new ProcessBuilder(
                        "git", "apply", patch.toAbsolutePath().toString())
                .directory(sources.toFile())
                .inheritIO();
        // else git takes the directory for a part of the repository around it, and passes over what is not
        git.environment()
                .put(
                        "GIT_CEILING_DIRECTORIES",
                        sources.toAbsolutePath().getParent().toString());
        if (git.start().waitFor() != 0) {
            throw new IOException(patch + " does not fit the sources any more");
        }
    }
}
