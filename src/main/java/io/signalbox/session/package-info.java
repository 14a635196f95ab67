/**
 * Session-per-thread: units of work, their propagation, and EntityManagers that belong to one thread. Knows
 * nothing of SQLite.
 */
@NullMarked
package io.signalbox.session;

import org.jspecify.annotations.NullMarked;
