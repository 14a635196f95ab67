/**
 * What Hibernate needs to run on the connection layer: the connection provider, its installation, and the opening
 * of sessions. The only package that imports Hibernate.
 */
@NullMarked
package io.signalbox.hibernate;

import org.jspecify.annotations.NullMarked;
