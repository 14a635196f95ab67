/**
 * CSV, JSON and plain-table reading and writing. The only package that imports CSV and JSON libraries.
 */
@NullMarked
package io.signalbox.text;

import org.jspecify.annotations.NullMarked;
