/** Logins of Spring Security by the users of {@link io.signalbox.identity}; needs spring-security-core. */
@NullMarked
package io.signalbox.integration.spring;

import org.jspecify.annotations.NullMarked;
