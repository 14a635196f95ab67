package io.signalbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class JvmClaimTest {

    private static final String NAME = "the line to the mine";

    @Test
    void aNameIsClaimedByOneAtATime() {
        try (JvmClaim claim = JvmClaim.on(NAME, "the first").orElseThrow()) {
            assertThat(JvmClaim.on(NAME, "the second")).isEmpty();
            assertThat(JvmClaim.claimant(NAME)).contains("the first");
            assertThat(claim).isNotNull();
        }
        assertThat(JvmClaim.claimant(NAME)).isEmpty();
        JvmClaim.on(NAME, "the second").orElseThrow().close();
    }

    @Test
    void aClaimThatWasGivenBackTwiceDoesNotGiveBackAnothers() {
        JvmClaim first = JvmClaim.on(NAME, "the first").orElseThrow();
        first.close();
        try (JvmClaim second = JvmClaim.on(NAME, "the second").orElseThrow()) {
            first.close();
            assertThat(JvmClaim.claimant(NAME)).contains("the second");
            assertThat(second).isNotNull();
        }
    }

    @Test
    void aCopyOfAnotherProcesssPropertiesClaimsNothing() {
        JvmClaim.on(NAME, "somebody").orElseThrow().close();
        String key = "io.signalbox.claim " + NAME;
        System.setProperty(key, "0 another process");
        try {
            assertThat(JvmClaim.claimant(NAME)).isEmpty();
            Optional<JvmClaim> claim = JvmClaim.on(NAME, "this one");
            assertThat(claim).isPresent();
            claim.get().close();
            assertThat(System.getProperty(key)).isNull();
        } finally {
            System.clearProperty(key);
        }
    }
}
