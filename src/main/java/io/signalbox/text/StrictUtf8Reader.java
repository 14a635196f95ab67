package io.signalbox.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A reader of UTF-8 that skips a byte order mark, replaces nothing, and knows the line of the first malformed byte.
 * All that precedes that byte is delivered first. Every failure is a {@link TextFormatException}. Not thread-safe.
 */
final class StrictUtf8Reader extends Reader {

    private static final int BUFFER_SIZE = 8192;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Path file;
    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_SIZE).limit(0);
    private final CharBuffer chars = CharBuffer.allocate(BUFFER_SIZE).limit(0);

    private long line = 1;
    private char previous;
    private boolean started;
    private boolean endOfInput;
    private boolean malformed;

    private StrictUtf8Reader(Path file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    static StrictUtf8Reader open(Path file) {
        try {
            return new StrictUtf8Reader(file, Files.newInputStream(file));
        } catch (NoSuchFileException e) {
            throw TextFormatException.inFile(file, "there is no such file; check the path", e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** The whole text of the file. */
    static String readAll(Path file) {
        try (StrictUtf8Reader reader = open(file)) {
            StringBuilder text = new StringBuilder();
            char[] buffer = new char[BUFFER_SIZE];
            for (int n = reader.read(buffer, 0, buffer.length); n >= 0; n = reader.read(buffer, 0, buffer.length)) {
                text.append(buffer, 0, n);
            }
            return text.toString();
        }
    }

    @Override
    public int read(char[] target, int offset, int length) {
        while (!chars.hasRemaining()) {
            if (malformed) {
                throw TextFormatException.atLine(file, line, "is not valid UTF-8; save the file as UTF-8");
            }
            if (endOfInput && !bytes.hasRemaining()) {
                return -1;
            }
            decodeMore();
        }
        int n = Math.min(length, chars.remaining());
        chars.get(target, offset, n);
        return n;
    }

    private void decodeMore() {
        readMore();
        chars.clear();
        CoderResult result = decoder.decode(bytes, chars, endOfInput);
        chars.flip();
        malformed = result.isError();
        skipByteOrderMark();
        countLines();
    }

    private void readMore() {
        bytes.compact();
        try {
            int n = in.read(bytes.array(), bytes.position(), bytes.remaining());
            endOfInput = n < 0;
            bytes.position(bytes.position() + Math.max(n, 0));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        bytes.flip();
    }

    private void skipByteOrderMark() {
        if (!started && chars.hasRemaining()) {
            started = true;
            if (chars.get(0) == BYTE_ORDER_MARK) {
                chars.get();
            }
        }
    }

    private void countLines() {
        for (int i = chars.position(); i < chars.limit(); i++) {
            char c = chars.get(i);
            if (c == '\r' || (c == '\n' && previous != '\r')) {
                line++;
            }
            previous = c;
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static TextFormatException unreadable(Path file, IOException e) {
        return TextFormatException.inFile(
                file, "cannot be read; check that it is a regular file that this user may read (" + e + ")", e);
    }
}
