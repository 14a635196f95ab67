package io.signalbox.identity;

import org.jspecify.annotations.Nullable;

/**
 * A role as it was when it was read; immutable.
 *
 * @param id the id
 * @param name the name as it was given
 * @param description what the role is for, if someone wrote it down
 * @param isDefault true if every new user gets the role
 * @param builtIn true if the application relies on the role, so that it is neither renamed nor deleted
 */
public record RoleView(long id, String name, @Nullable String description, boolean isDefault, boolean builtIn) {}
