package io.signalbox.identity;

import java.util.List;
import java.util.OptionalLong;

/**
 * Some users in the order of their ids; immutable.
 *
 * @param users the users
 * @param next what to read on after; empty if these are the last
 */
public record UserPage(List<UserView> users, OptionalLong next) {

    /** Copies the list. */
    public UserPage {
        users = List.copyOf(users);
    }
}
