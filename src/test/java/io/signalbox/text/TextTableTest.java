package io.signalbox.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.signalbox.text.TextTable.Column;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class TextTableTest {

    private static final TextTable EMPTY = TextTable.of(Column.left("name"), Column.right("count"));

    @Test
    void alignsTextLeftAndNumbersRight() {
        TextTable table = EMPTY.title("Result").row("one", 1_234_567).row("three", -5);

        assertThat(table.render()).isEqualTo("""
                        Result
                        name       count
                        ----------------
                        one    1,234,567
                        three         -5
                        """);
    }

    @Test
    void keepsAlignmentThroughAccentsAndEmoji() {
        TextTable table = EMPTY.row("Zoe\u0308 👩‍💻", 1).row("李小龙", 2).row("plain", 3);

        assertThat(table.render()).isEqualTo("""
                        name    count
                        -------------
                        Zoe\u0308 👩‍💻      1
                        李小龙      2
                        plain       3
                        """);
    }

    @Test
    void formatsNumbersInTheRootLocale() {
        assertThat(List.of(1234.5, 0.00049, 1e6, Float.valueOf(2.5f), Double.NaN))
                .extracting(CellText::of)
                .containsExactly("1,234.5", "0", "1,000,000", "2.5", "NaN");
        assertThat(List.of(new BigDecimal("1234.50"), new BigDecimal("1E3"), BigInteger.TEN.pow(20)))
                .extracting(CellText::of)
                .containsExactly("1,234.50", "1,000", "100,000,000,000,000,000,000");
        assertThat(CellText.of(new AtomicLong(Long.MIN_VALUE))).isEqualTo("-9,223,372,036,854,775,808");
    }

    @Test
    void isImmutable() {
        String before = EMPTY.render();

        EMPTY.row("a", 1);
        EMPTY.title("t");
        EMPTY.rows(List.of(List.of("b", 2)));

        assertThat(EMPTY.render()).isEqualTo(before).isEqualTo("name  count\n-----------\n");
    }

    @Test
    void showsNullAsEmptyAndLeavesNoTrailingSpace() {
        TextTable table = TextTable.of(Column.right("n"), Column.left("remark"))
                .row(null, null)
                .row(7, "x");

        assertThat(table.render()).isEqualTo("n  remark\n---------\n\n7  x\n");
    }

    @Test
    void refusesRowsOfAnotherLength() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EMPTY.row("only"))
                .withMessage("the row has 1 cells, but the table has 2 columns [name, count]");
        assertThatIllegalArgumentException().isThrownBy(TextTable::of);
    }

    @Test
    void letsNoCellBreakTheTableOrTheTerminal() {
        assertThat(EMPTY.row("a\nb\u001B[2J\u202E\u2028", 1).render().lines())
                .hasSize(3)
                .last()
                .asString()
                .startsWith("a␊b␛[2J\uFFFD\uFFFD");
    }
}
