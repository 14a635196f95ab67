package io.signalbox.hibernate;

import java.sql.Types;
import java.util.Map;
import org.hibernate.type.BasicTypeRegistry;
import org.hibernate.type.StandardBasicTypes;

/**
 * What the driver and Hibernate make of names in the default locale. Where that is Turkish, the capital letter of i is
 * another one, and so is the small letter of I: the driver has a type {@code BİGİNT}, Hibernate none called {@code ınteger}.
 */
final class TurkishNames {

    private static final char CAPITAL = '\u0130';

    private static final Map<String, Integer> CODES =
            Map.of("INT", Types.INTEGER, "BIT", Types.BOOLEAN, "BINARY", Types.BLOB, "TIME", Types.TIMESTAMP);

    private TurkishNames() {}

    /** True of a name that only that locale can have made. */
    static boolean isOne(String name) {
        return name.indexOf(CAPITAL) >= 0;
    }

    /** The name of the type, as it is declared. */
    static String mended(String name) {
        return name.replace(CAPITAL, 'I');
    }

    /** The JDBC type of a column whose declared type, with its name mended, the driver took for a text. */
    static int codeOf(String name, int code) {
        return CODES.entrySet().stream()
                .filter(part -> name.contains(part.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(code);
    }

    /** The names to cast to that begin with a capital I, as they are written in a query. */
    static void register(BasicTypeRegistry types) {
        types.addTypeReferenceRegistrationKey(StandardBasicTypes.INTEGER.getName(), "Integer");
        types.addTypeReferenceRegistrationKey(StandardBasicTypes.INSTANT.getName(), "Instant");
        types.addTypeReferenceRegistrationKey(StandardBasicTypes.BIG_INTEGER.getName(), "BigInteger");
    }
}
