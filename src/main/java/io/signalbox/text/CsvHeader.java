package io.signalbox.text;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The columns of a CSV file: each name with its position, in the order of the file. */
record CsvHeader(Path file, Map<String, Integer> positions) {

    static CsvHeader of(Path file, CsvRecord record) {
        Map<String, Integer> positions = new LinkedHashMap<>();
        for (String column : record.fields()) {
            if (column.isBlank()) {
                throw TextFormatException.atLine(
                        file,
                        record.line(),
                        "column " + (positions.size() + 1) + " has no name; name every column in the header");
            }
            if (positions.putIfAbsent(column, positions.size()) != null) {
                throw TextFormatException.atLine(
                        file, record.line(), "column '" + column + "' occurs twice; keep one of the two");
            }
        }
        return new CsvHeader(file, positions);
    }

    List<String> columns() {
        return List.copyOf(positions.keySet());
    }

    int size() {
        return positions.size();
    }

    Optional<Integer> position(String column) {
        return Optional.ofNullable(positions.get(column));
    }

    void require(Collection<String> required, long line) {
        List<String> missing =
                required.stream().filter(c -> !positions.containsKey(c)).toList();
        if (!missing.isEmpty()) {
            throw TextFormatException.atLine(
                    file,
                    line,
                    "the header has no " + missing + ", only " + columns() + "; add what is missing to the header");
        }
    }
}
