package io.signalbox.hibernate;

import java.sql.Date;
import java.sql.SQLDataException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Set;
import java.util.TimeZone;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.JavaType;

/** The conversions between the values of a Java type and their text, one for each kind of time. */
enum TimeForm {

    /** A date. */
    DATE {
        @Override
        <X> String text(X value, JavaType<X> type, WrapperOptions options) throws SQLDataException {
            return TimeText.of(
                    is(type, LocalDate.class)
                            ? type.unwrap(value, LocalDate.class, options)
                            : type.unwrap(value, Date.class, options).toLocalDate());
        }

        @Override
        <X> X value(String text, JavaType<X> type, WrapperOptions options) throws SQLDataException {
            LocalDate date = TimeText.date(text);
            return type.wrap(is(type, LocalDate.class) ? date : Date.valueOf(date), options);
        }
    },

    /** A time of day, without a zone. */
    TIME {
        @Override
        <X> String text(X value, JavaType<X> type, WrapperOptions options) {
            if (is(type, LocalTime.class)) {
                return TimeText.of(type.unwrap(value, LocalTime.class, options));
            }
            Time time = type.unwrap(value, Time.class, options);
            return TimeText.of(
                    Instant.ofEpochMilli(time.getTime()).atZone(local(options)).toLocalTime());
        }

        @Override
        <X> X value(String text, JavaType<X> type, WrapperOptions options) throws SQLDataException {
            LocalTime time = TimeText.time(text);
            if (is(type, LocalTime.class)) {
                return type.wrap(time, options);
            }
            Instant instant =
                    LocalDate.EPOCH.atTime(time).atZone(local(options)).toInstant();
            return type.wrap(new Time(instant.toEpochMilli()), options);
        }
    },

    /** A time of day, moved to UTC. */
    TIME_UTC {
        @Override
        <X> String text(X value, JavaType<X> type, WrapperOptions options) throws SQLDataException {
            if (!is(type, OffsetTime.class)) {
                return TIME.text(value, type, options);
            }
            OffsetTime time = type.unwrap(value, OffsetTime.class, options);
            return TimeText.of(time.withOffsetSameInstant(ZoneOffset.UTC).toLocalTime());
        }

        @Override
        <X> X value(String text, JavaType<X> type, WrapperOptions options) throws SQLDataException {
            return is(type, OffsetTime.class)
                    ? type.wrap(TimeText.time(text).atOffset(ZoneOffset.UTC), options)
                    : TIME.value(text, type, options);
        }
    },

    /** A date and time as the clock shows it: in the JVM's time zone, or in that of {@code hibernate.jdbc.time_zone}. */
    TIMESTAMP {
        @Override
        <X> String text(X value, JavaType<X> type, WrapperOptions options) throws SQLDataException {
            if (is(type, LocalDateTime.class)) {
                return TimeText.of(moved(
                        type.unwrap(value, LocalDateTime.class, options), ZoneId.systemDefault(), local(options)));
            }
            Timestamp timestamp = type.unwrap(value, Timestamp.class, options);
            return TimeText.of(
                    options.getJdbcTimeZone() == null
                            ? timestamp.toLocalDateTime()
                            : LocalDateTime.ofInstant(timestamp.toInstant(), local(options)));
        }

        @Override
        <X> X value(String text, JavaType<X> type, WrapperOptions options) throws SQLDataException {
            ZoneOffset now = local(options).getRules().getOffset(Instant.now());
            LocalDateTime time = moved(TimeText.dateTime(text, now), local(options), ZoneId.systemDefault());
            return type.wrap(is(type, LocalDateTime.class) ? time : Timestamp.valueOf(time), options);
        }
    },

    /** An instant, as the date and time that it is in UTC. */
    TIMESTAMP_UTC {
        @Override
        <X> String text(X value, JavaType<X> type, WrapperOptions options) throws SQLDataException {
            Instant instant = isInstant(type)
                    ? type.unwrap(value, Instant.class, options)
                    : type.unwrap(value, Timestamp.class, options).toInstant();
            return TimeText.of(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
        }

        @Override
        <X> X value(String text, JavaType<X> type, WrapperOptions options) throws SQLDataException {
            Instant instant = TimeText.dateTime(text, ZoneOffset.UTC).toInstant(ZoneOffset.UTC);
            return type.wrap(isInstant(type) ? instant : Timestamp.from(instant), options);
        }
    };

    private static final Set<Class<?>> INSTANTS = Set.of(Instant.class, OffsetDateTime.class, ZonedDateTime.class);

    /** The text of a value that is not null. */
    abstract <X> String text(X value, JavaType<X> type, WrapperOptions options) throws SQLDataException;

    /** The value of a text. */
    abstract <X> X value(String text, JavaType<X> type, WrapperOptions options) throws SQLDataException;

    private static boolean is(JavaType<?> type, Class<?> java) {
        return type.getJavaTypeClass() == java;
    }

    private static boolean isInstant(JavaType<?> type) {
        return INSTANTS.contains(type.getJavaTypeClass());
    }

    private static ZoneId local(WrapperOptions options) {
        TimeZone zone = options.getJdbcTimeZone();
        return zone == null ? ZoneId.systemDefault() : zone.toZoneId();
    }

    private static LocalDateTime moved(LocalDateTime time, ZoneId from, ZoneId to) {
        return from.equals(to)
                ? time
                : time.atZone(from).withZoneSameInstant(to).toLocalDateTime();
    }
}
