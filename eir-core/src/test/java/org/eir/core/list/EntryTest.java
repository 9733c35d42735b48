package org.eir.core.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.list.Entry.Recorded;
import org.eir.core.list.Entry.Withdrawn;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EntryTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void itCountsWithinItsDatesUntilItIsWithdrawn() {
        EntryFacts facts = facts("police", null, null, new Validity(NOW, NOW.plusSeconds(60)));
        Entry entry = new Entry(7, facts, new Recorded(1, NOW), null);
        assertThat(entry.countsAt(NOW)).isTrue();
        assertThat(entry.countsAt(NOW.minusNanos(1))).isFalse();
        assertThat(entry.countsAt(NOW.plusSeconds(60))).isFalse();

        Withdrawn withdrawn = new Withdrawn(new Recorded(2, NOW), WithdrawalReason.RECOVERED, "FIR 12/2026");
        assertThat(new Entry(7, facts, new Recorded(1, NOW), withdrawn).countsAt(NOW))
                .isFalse();
    }

    @Test
    void whatMayNameAPersonIsLeftOutOfLogs() {
        EntryFacts facts = facts("police", "FIR 12/2026 Smith", "called by Smith", Validity.ALWAYS);
        Withdrawn withdrawn = new Withdrawn(new Recorded(2, NOW), WithdrawalReason.RECOVERED, "given back to Smith");
        assertThat(new Entry(7, facts, new Recorded(1, NOW), withdrawn).toString())
                .contains("black 49015420****** by police (stolen)", "withdrawn at revision 2 (recovered)")
                .doesNotContain("Smith", "323751");
    }

    @Test
    void everyTextHasALimit() {
        String source = "s".repeat(EntryFacts.MAX_SOURCE);
        String reference = "r".repeat(EntryFacts.MAX_REFERENCE);
        String note = "n".repeat(EntryFacts.MAX_NOTE);
        assertThat(facts(source, reference, note, Validity.ALWAYS).source()).hasSize(64);
        assertThatIllegalArgumentException().isThrownBy(() -> facts("", null, null, Validity.ALWAYS));
        assertThatIllegalArgumentException().isThrownBy(() -> facts(source + "s", null, null, Validity.ALWAYS));
        assertThatIllegalArgumentException().isThrownBy(() -> facts("s", reference + "r", null, Validity.ALWAYS));
        assertThatIllegalArgumentException().isThrownBy(() -> facts("s", null, note + "n", Validity.ALWAYS));
    }

    private static EntryFacts facts(
            String source, @Nullable String reference, @Nullable String note, Validity validity) {
        return new EntryFacts(
                ImeiRange.of(Imei.of("490154203237518")),
                EquipmentList.BLACK,
                source,
                EntryFacts.EVERYONE,
                Reason.STOLEN,
                reference,
                note,
                false,
                null,
                validity);
    }
}
