package io.signalbox.hibernate;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.HibernateException;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the dialect, immutable: the properties of a unit that begin with {@value #PREFIX}.
 *
 * @param times how dates and times are stored
 * @param decimals how numbers with a declared precision are stored
 * @param strict whether tables are created STRICT
 * @param autoIncrement whether identity columns are created AUTOINCREMENT
 * @param dynamicUpdate whether only the columns of an entity that have changed are written
 */
record DialectSettings(Storage times, Storage decimals, boolean strict, boolean autoIncrement, boolean dynamicUpdate) {

    static final String PREFIX = "hibernate.dialect.sqlite.";
    static final String TIMES = PREFIX + "times";
    static final String DECIMALS = PREFIX + "decimals";
    static final String STRICT = PREFIX + "strict";
    static final String AUTOINCREMENT = PREFIX + "autoincrement";
    static final String DYNAMIC_UPDATE = PREFIX + "dynamic_update";

    static final DialectSettings DEFAULTS = new DialectSettings(Storage.EXACT, Storage.EXACT, false, false, true);

    private static final Set<String> KEYS = Set.of(TIMES, DECIMALS, STRICT, AUTOINCREMENT, DYNAMIC_UPDATE);

    /** How a type is stored. */
    enum Storage {
        /** Without loss, as {@code dialect.md} has it. */
        EXACT,
        /** As the community's dialect stores it. */
        STOCK
    }

    /**
     * Reads the settings.
     *
     * @throws HibernateException if one is wrong or unknown
     */
    static DialectSettings of(Map<String, Object> properties) {
        Set<String> unknown = new TreeSet<>(properties.keySet());
        unknown.removeIf(key -> !key.startsWith(PREFIX) || KEYS.contains(key));
        if (!unknown.isEmpty()) {
            throw new HibernateException(
                    "unknown settings of the dialect: " + unknown + ". There are " + new TreeSet<>(KEYS));
        }
        return new DialectSettings(
                storage(properties, TIMES),
                storage(properties, DECIMALS),
                flag(properties, STRICT, DEFAULTS.strict),
                flag(properties, AUTOINCREMENT, DEFAULTS.autoIncrement),
                flag(properties, DYNAMIC_UPDATE, DEFAULTS.dynamicUpdate));
    }

    private static Storage storage(Map<String, Object> properties, String key) {
        String text = text(properties.get(key), Storage.EXACT);
        return switch (text) {
            case "exact" -> Storage.EXACT;
            case "stock" -> Storage.STOCK;
            default -> throw wrong(key, text, List.of("exact", "stock"));
        };
    }

    private static boolean flag(Map<String, Object> properties, String key, boolean ifAbsent) {
        String text = text(properties.get(key), ifAbsent);
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(key, text, List.of("true", "false"));
        };
    }

    private static String text(@Nullable Object value, Object ifAbsent) {
        return (value == null ? ifAbsent : value).toString().strip().toLowerCase(Locale.ROOT);
    }

    private static HibernateException wrong(String key, String value, List<String> allowed) {
        return new HibernateException(key + ": must be one of " + allowed + ", and is '" + value + "'");
    }

    boolean exactTimes() {
        return times == Storage.EXACT;
    }

    boolean exactDecimals() {
        return decimals == Storage.EXACT;
    }
}
