package io.signalbox.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Each round's row as soon as it is measured, a line of JSON each, so that a run that was ended can be gone on with. */
final class Journal implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Row> rows = new ArrayList<>();
    private final Writer writer;

    private Journal(Path file) throws IOException {
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                rows.add(JSON.readValue(line, Row.class));
            }
        }
        this.writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /**
     * Opens that of loops of one length, for rounds of different length have no median.
     *
     * @param resume whether what it holds counts; else it begins empty
     */
    static Journal open(Path directory, double seconds, boolean resume) throws IOException {
        Path file = directory.resolve("rounds-" + seconds + "s.jsonl");
        if (!resume) {
            Files.deleteIfExists(file);
        }
        return new Journal(file);
    }

    void add(Row row) throws IOException {
        rows.add(row);
        writer.write(JSON.writeValueAsString(row) + "\n");
        writer.flush();
    }

    /** How many rounds of a cell there are. */
    long rounds(String cell) {
        return rows.stream().filter(row -> row.cell().equals(cell)).count();
    }

    List<Row> rows() {
        return List.copyOf(rows);
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
