package io.signalbox.identity;

import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * bcrypt, {@code $2b$12$} and 53 characters, with a cost of 4 to 15. It looks at 72 bytes and no more, here as everywhere,
 * and has no meaning for a NUL.
 */
record BcryptHash(String text) implements LegacyHash {

    private static final Pattern PATTERN = Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-5])\\$[./A-Za-z0-9]{53}");

    static Optional<LegacyHash> parse(String text) {
        return PATTERN.matcher(text).matches() ? Optional.of(new BcryptHash(text)) : Optional.empty();
    }

    @Override
    public boolean matches(byte[] password) {
        for (byte b : password) {
            if (b == 0) {
                return false;
            }
        }
        return OpenBSDBCrypt.checkPassword(text, password);
    }

    @Override
    public String toString() {
        return "BcryptHash[hidden]";
    }
}
