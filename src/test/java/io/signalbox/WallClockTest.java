package io.signalbox;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.util.Date;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Deadlines, ages and intervals are on the clock that does not jump: nobody below the services reads the one on the wall. */
class WallClockTest {

    private static final JavaClasses BELOW_THE_SERVICES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.signalbox.sqlite", "io.signalbox.jdbc", "io.signalbox.session");

    @Test
    void nobodyReadsItOrWaitsByIt() {
        noClasses()
                .should()
                .accessTargetWhere(describe(
                        "read the clock on the wall or wait by it", (JavaAccess<?> access) -> isOfTheWall(access)))
                .check(BELOW_THE_SERVICES);
    }

    private static boolean isOfTheWall(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        return switch (access.getName()) {
            case "currentTimeMillis" -> owner.equals(System.class.getName());
            case "now" -> owner.startsWith("java.time.");
            case "awaitUntil", "parkUntil" -> true;
            case "<init>" -> Set.of(Date.class.getName()).contains(owner);
            default -> owner.equals(Clock.class.getName());
        };
    }
}
