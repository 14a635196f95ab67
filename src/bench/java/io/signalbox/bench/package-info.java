/**
 * The benchmark: other ways to use a SQLite file from many threads, and the limits, beside this library, in one run. Its
 * command is {@code ./mvnw -q -Pbench verify -Dbench.args="--quick"}.
 */
package io.signalbox.bench;
