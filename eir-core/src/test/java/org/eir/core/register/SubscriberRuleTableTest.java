package org.eir.core.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.eir.core.check.SubscriberRule;
import org.eir.core.check.SubscriberRule.Kind;
import org.eir.core.check.SubscriberRules;
import org.eir.core.check.Verdict;
import org.eir.core.identity.Imei;
import org.eir.core.identity.Imsi;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.junit.jupiter.api.Test;

/** Rules about a device and its subscribers, in the register. */
class SubscriberRuleTableTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Imei DEVICE = Imei.of("490154203237518");

    @Test
    void itHoldsWhatAMapWouldHold() {
        Random random = new Random(20_261_127);
        Map<Imei, SubscriberRules> expected = new HashMap<>();
        SubscriberRuleTable table = SubscriberRuleTable.EMPTY;
        for (int i = 0; i < 2_000; i++) {
            Map<Imei, SubscriberRules> edit = new HashMap<>();
            for (int j = 0; j < 10; j++) {
                Imei device = new Imei(random.nextInt(5_000));
                SubscriberRules rules = random.nextBoolean() ? SubscriberRules.NONE : rules(rule(Validity.ALWAYS));
                edit.put(device, rules);
            }
            expected.putAll(edit);
            table = table.with(edit);
        }
        expected.values().removeIf(rules -> rules == SubscriberRules.NONE);
        assertThat(table.devices()).isEqualTo(expected.size());
        for (int device = 0; device < 5_000; device++) {
            Imei imei = new Imei(device);
            assertThat(table.lookup(imei)).isSameAs(expected.getOrDefault(imei, SubscriberRules.NONE));
        }
    }

    @Test
    void aViewTakenBeforeAnUpdateNeverChanges() {
        Register register = new Register(0);
        publish(register, 1, rule(Validity.ALWAYS));
        RegisterView before = register.view();
        publish(register, 2);
        assertThat(before.subscriberRules().lookup(DEVICE)).isNotSameAs(SubscriberRules.NONE);
        assertThat(register.view().subscriberRules().lookup(DEVICE)).isSameAs(SubscriberRules.NONE);
    }

    @Test
    void aRuleStartsAndExpiresByItself() {
        Register register = new Register(1);
        publish(register, 1, rule(new Validity(NOON.plusSeconds(10), NOON.plusSeconds(20))));
        assertThat(register.view().subscriberRules().devices()).isZero();
        assertThat(register.datedIdentities()).isEqualTo(1);
        assertThat(register.advance(NOON.plusSeconds(10))).isEqualTo(1);
        assertThat(register.view().subscriberRules().devices()).isEqualTo(1);
        assertThat(register.advance(NOON.plusSeconds(20))).isEqualTo(1);
        assertThat(register.view().subscriberRules().devices()).isZero();
        assertThat(register.datedIdentities()).isZero();
    }

    @Test
    void rulesWithDatesCountTowardsTheLimitOfDatedIdentities() {
        assertThatExceptionOfType(Register.LimitExceededException.class)
                .isThrownBy(() -> publish(new Register(0), 1, rule(new Validity(NOON.plusSeconds(10), null))));
    }

    private static void publish(Register register, long revision, SubscriberRule... rules) {
        RegisterUpdate update = new RegisterUpdate(revision, NOON);
        update.subscriberRules(DEVICE, List.of(rules));
        register.publish(update, NOON);
    }

    private static SubscriberRules rules(SubscriberRule rule) {
        return SubscriberRules.at(NOON, List.of(rule));
    }

    private static SubscriberRule rule(Validity validity) {
        return new SubscriberRule(
                DEVICE,
                Kind.EXCEPTION,
                Verdict.PERMITTED,
                List.of(new Imsi("262011234567890")),
                "operator",
                Reason.CLONED,
                null,
                null,
                validity);
    }
}
