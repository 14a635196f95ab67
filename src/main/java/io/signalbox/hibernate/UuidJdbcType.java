package io.signalbox.hibernate;

import org.hibernate.engine.jdbc.Size;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.query.sqm.CastType;
import org.hibernate.type.descriptor.jdbc.UuidAsBinaryJdbcType;
import org.jspecify.annotations.Nullable;

/** A UUID as a blob of 16 bytes, which a cast turns into its canonical text and back. */
final class UuidJdbcType extends UuidAsBinaryJdbcType {

    private static final long serialVersionUID = 1L;

    /** The canonical text of a UUID that is not null. */
    static String textOf(String uuid) {
        return ("lower(substr(hex(?),1,8)||'-'||substr(hex(?),9,4)||'-'||substr(hex(?),13,4)||'-'"
                        + "||substr(hex(?),17,4)||'-'||substr(hex(?),21))")
                .replace("?", uuid);
    }

    @Override
    public @Nullable String castToPattern(JdbcMapping target, @Nullable Size size) {
        CastType type = target.getJdbcType().getCastType();
        return type == CastType.STRING || type == CastType.CLOB ? "iif(?1 is null,null," + textOf("?1") + ")" : null;
    }

    @Override
    public @Nullable String castFromPattern(JdbcMapping source, @Nullable Size size) {
        return source.getJdbcType().getCastType() == CastType.STRING ? "unhex(?1,'-')" : null;
    }
}
