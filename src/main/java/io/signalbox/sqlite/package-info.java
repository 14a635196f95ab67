/**
 * What SQLite itself needs to be told: URL forms, pragmas, result codes, the files beside a database, and the
 * physical connection. The only package that imports the driver.
 */
@NullMarked
package io.signalbox.sqlite;

import org.jspecify.annotations.NullMarked;
