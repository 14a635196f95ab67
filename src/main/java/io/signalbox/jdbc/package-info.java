/**
 * The connection layer: a {@link javax.sql.DataSource} whose connections bind late, to one writer behind a fair
 * queue or to a bounded pool of read-only readers. The only package that imports c3p0 and HdrHistogram.
 */
@NullMarked
package io.signalbox.jdbc;

import org.jspecify.annotations.NullMarked;
