/** Logins of Jakarta Security by the users of {@link io.signalbox.identity}; needs its API. */
@NullMarked
package io.signalbox.integration.jakarta;

import org.jspecify.annotations.NullMarked;
