/**
 * Versioned SQL, applied once under the write permit and a lock between processes. The only package that imports
 * Flyway.
 */
@NullMarked
package io.signalbox.migration;

import org.jspecify.annotations.NullMarked;
