package io.signalbox.hibernate;

import jakarta.persistence.Column;
import jakarta.persistence.ColumnResult;
import jakarta.persistence.ConstructorResult;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityResult;
import jakarta.persistence.Id;
import jakarta.persistence.Lob;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.SqlResultSetMapping;
import jakarta.persistence.Temporal;
import jakarta.persistence.TemporalType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URL;
import java.sql.Blob;
import java.sql.Clob;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import org.hibernate.annotations.Any;
import org.hibernate.annotations.AnyDiscriminatorValue;
import org.hibernate.annotations.AnyKeyJavaClass;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.Nationalized;
import org.hibernate.engine.jdbc.proxy.BlobProxy;
import org.hibernate.engine.jdbc.proxy.ClobProxy;
import org.hibernate.type.NumericBooleanConverter;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.YesNoConverter;

/** An entity with attributes of all types that Hibernate knows, and one to refer to. */
final class SampleEntities {

    private SampleEntities() {}

    record Summary(long id, BigDecimal price) {}

    @Entity(name = "Other")
    static class Other {
        @Id
        Long id;
    }

    @Entity(name = "Sample")
    @SqlResultSetMapping(
            name = "summary",
            classes =
                    @ConstructorResult(
                            targetClass = Summary.class,
                            columns = {
                                @ColumnResult(name = "id", type = Long.class),
                                @ColumnResult(name = "price", type = BigDecimal.class)
                            }))
    @SqlResultSetMapping(name = "entity", entities = @EntityResult(entityClass = Sample.class))
    @NamedNativeQuery(name = "summaries", query = "select id, price from Sample", resultSetMapping = "summary")
    @NamedNativeQuery(name = "samples", query = "select * from Sample", resultSetMapping = "entity")
    static class Sample {
        @Id
        Long id;

        @Column(precision = 10, scale = 2)
        BigDecimal price;

        @Column(precision = 10, scale = 2)
        BigDecimal tax;

        BigInteger big;
        Locale locale;
        Currency currency;
        Class<?> type;
        URL url;
        TimeZone timeZone;
        ZoneId zone;
        ZoneOffset offset;
        Year year;
        Month month;
        DayOfWeek weekday;
        InetAddress address;
        BitSet bits;
        char[] chars;

        @Nationalized
        String national;

        @Lob
        char[] lobChars;

        Blob blob;
        Clob clob;
        String[] words;
        int[] numbers;
        List<String> list;
        List<LocalDate> dates;

        @JdbcTypeCode(SqlTypes.VARCHAR)
        UUID uuidText;

        @JdbcTypeCode(SqlTypes.JSON)
        Map<String, BigDecimal> json;

        @jakarta.persistence.Convert(converter = YesNoConverter.class)
        boolean yesNo;

        @jakarta.persistence.Convert(converter = NumericBooleanConverter.class)
        Boolean numeric;

        @Temporal(TemporalType.DATE)
        Date date;

        @Temporal(TemporalType.TIMESTAMP)
        Calendar calendar;

        LocalDateTime at;
        LocalTime time;
        Duration duration;
        float ratio;
        String name;

        @Any
        @AnyKeyJavaClass(Long.class)
        @AnyDiscriminatorValue(discriminator = "O", entity = Other.class)
        @Column(name = "any_type")
        @jakarta.persistence.JoinColumn(name = "any_id")
        Object any;

        @ManyToOne
        Sample parent;
    }

    static Sample sample() throws Exception {
        Sample s = new Sample();
        s.id = 1L;
        s.price = new BigDecimal("10.25");
        s.tax = new BigDecimal("0.75");
        s.big = BigInteger.valueOf(Long.MAX_VALUE);
        s.locale = Locale.GERMANY;
        s.currency = Currency.getInstance("EUR");
        s.type = String.class;
        s.url = java.net.URI.create("http://localhost/x").toURL();
        s.timeZone = TimeZone.getTimeZone("UTC");
        s.zone = ZoneId.of("Europe/Berlin");
        s.offset = ZoneOffset.ofHours(2);
        s.year = Year.of(2026);
        s.month = Month.MAY;
        s.weekday = DayOfWeek.FRIDAY;
        s.address = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        s.bits = BitSet.valueOf(new long[] {5});
        s.chars = "chars".toCharArray();
        s.national = "ñ";
        s.lobChars = "lob".toCharArray();
        s.blob = BlobProxy.generateProxy(new byte[] {1, 2});
        s.clob = ClobProxy.generateProxy("clob");
        s.words = new String[] {"a", null, "b"};
        s.numbers = new int[] {3, 1};
        s.list = List.of("x", "y");
        s.dates = List.of(LocalDate.EPOCH);
        s.uuidText = new UUID(1, 2);
        s.json = Map.of("k", new BigDecimal("1.10"));
        s.yesNo = true;
        s.numeric = false;
        s.date = new Date(0);
        s.calendar = Calendar.getInstance();
        s.at = LocalDateTime.of(2026, 5, 1, 10, 0);
        s.time = LocalTime.of(23, 59, 59);
        s.duration = Duration.ofMinutes(90);
        s.ratio = 0.5f;
        s.name = "Sample";
        Other other = new Other();
        other.id = 7L;
        s.any = other;
        return s;
    }
}
