/** Logins of Tomcat by the users of {@link io.signalbox.identity}; needs tomcat-embed-core or tomcat-catalina. */
@NullMarked
package io.signalbox.integration.tomcat;

import org.jspecify.annotations.NullMarked;
