/**
 * The command line. A leaf: nothing imports it.
 */
@NullMarked
package io.signalbox.cli;

import org.jspecify.annotations.NullMarked;
