/**
 * The door: {@link io.signalbox.Database} opens, wires and closes everything. It alone constructs across the
 * layers below.
 */
@NullMarked
package io.signalbox;

import org.jspecify.annotations.NullMarked;
