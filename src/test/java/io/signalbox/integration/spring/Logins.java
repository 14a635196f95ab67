package io.signalbox.integration.spring;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/** What became of a login, as text. */
final class Logins {

    private Logins() {}

    static String describe(Authentication entered) {
        return entered.getName() + " "
                + entered.getAuthorities().stream()
                        .map(GrantedAuthority::getAuthority)
                        .sorted()
                        .toList();
    }
}
