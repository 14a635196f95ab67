package io.signalbox.identity;

import org.jspecify.annotations.Nullable;

/**
 * A role that an application relies on; immutable.
 *
 * @param name its name
 * @param description what it is for, if wanted: at most 500 characters without control characters
 * @param isDefault whether every new user gets it
 */
public record RoleSpec(RoleName name, @Nullable String description, boolean isDefault) {

    /**
     * Checks the description.
     *
     * @throws InvalidValueException if it is none
     */
    public RoleSpec {
        RoleService.requireDescription(description);
    }
}
