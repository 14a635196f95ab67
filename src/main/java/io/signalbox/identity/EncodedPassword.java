package io.signalbox.identity;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;

/**
 * A password in Unicode normal form KC, as UTF-8; closing it wipes it. A password that is not plain ASCII passes
 * through a String, because the JDK's normalizer knows nothing else; that one copy is left to the garbage collector.
 */
final class EncodedPassword implements AutoCloseable {

    static final int MAX_BYTES = 1024;

    private final byte[] bytes;

    private EncodedPassword(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Encodes the password, which is not changed.
     *
     * @throws PasswordPolicyException if it has more than 1024 chars or bytes, or an unpaired surrogate
     */
    static EncodedPassword of(char[] password) {
        return of(password, true);
    }

    /** The same without the normal form, for hashes of systems that have none. */
    static EncodedPassword asTyped(char[] password) {
        return of(password, false);
    }

    private static EncodedPassword of(char[] password, boolean normalize) {
        if (password.length > MAX_BYTES) {
            throw tooLong();
        }
        CharBuffer chars = normalize ? normalized(password) : CharBuffer.wrap(password);
        ByteBuffer buffer = ByteBuffer.allocate(MAX_BYTES);
        try {
            requireEncoded(StandardCharsets.UTF_8.newEncoder().encode(chars, buffer, true));
            return new EncodedPassword(Arrays.copyOf(buffer.array(), buffer.position()));
        } finally {
            Arrays.fill(buffer.array(), (byte) 0);
        }
    }

    private static CharBuffer normalized(char[] password) {
        CharBuffer chars = CharBuffer.wrap(password);
        return chars.chars().allMatch(c -> c < 0x80)
                ? chars
                : CharBuffer.wrap(Normalizer.normalize(chars, Normalizer.Form.NFKC));
    }

    private static void requireEncoded(CoderResult result) {
        if (result.isOverflow()) {
            throw tooLong();
        }
        if (result.isError()) {
            throw new PasswordPolicyException("it is not well-formed text (an unpaired surrogate)");
        }
    }

    private static PasswordPolicyException tooLong() {
        return new PasswordPolicyException("it is longer than " + MAX_BYTES + " bytes");
    }

    byte[] bytes() {
        return bytes;
    }

    int codePoints() {
        int count = 0;
        for (byte b : bytes) {
            count += (b & 0xC0) == 0x80 ? 0 : 1;
        }
        return count;
    }

    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
    }
}
