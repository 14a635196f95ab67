package io.signalbox.text;

import java.util.List;

/** The fields of one record as they stand in the file, and the line on which it begins. */
record CsvRecord(long line, List<String> fields) {}
