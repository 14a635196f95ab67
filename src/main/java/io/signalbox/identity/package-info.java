/**
 * Users, roles and users_roles: entities and the services that register, authenticate and grant. The only package
 * that imports Bouncy Castle.
 */
@NullMarked
package io.signalbox.identity;

import org.jspecify.annotations.NullMarked;
