/** Logins of Jetty by the users of {@link io.signalbox.identity}; needs jetty-security. */
@NullMarked
package io.signalbox.integration.jetty;

import org.jspecify.annotations.NullMarked;
