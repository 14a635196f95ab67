package io.signalbox.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How many transactions that read there are to how many that write, in every thread alike.
 *
 * @param reads from 0 to 1000
 * @param writes from 0 to 1000, and not 0 as well
 */
record Mix(int reads, int writes) {

    private static final int MOST = 1_000;
    private static final Pattern FORM = Pattern.compile("(\\d{1,4}):(\\d{1,4})");

    static Mix parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw refused(text);
        }
        Mix mix = new Mix(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        if (Math.max(mix.reads, mix.writes) > MOST || mix.reads + mix.writes == 0) {
            throw refused(text);
        }
        return mix;
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is not READS:WRITES, two whole numbers from 0 to " + MOST + " that are not both 0");
    }

    /** Whether the transaction with this number, from 0, is one that writes: they are spread as evenly as can be. */
    boolean writesAt(long number) {
        int all = reads + writes;
        long position = number % all;
        return (position + 1) * writes / all > position * writes / all;
    }

    @Override
    public String toString() {
        return reads + ":" + writes;
    }

    /** Reads the option's value. */
    static final class Converter implements ITypeConverter<Mix> {
        @Override
        public Mix convert(String value) {
            try {
                return parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
