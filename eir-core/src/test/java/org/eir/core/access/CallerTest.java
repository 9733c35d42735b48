package org.eir.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.eir.core.change.Actor;
import org.junit.jupiter.api.Test;

class CallerTest {

    @Test
    void anOperatorChangesTheEntriesOfItsOwnOrganisationOnly() {
        Caller operator = caller(Role.OPERATOR);

        assertThat(operator.mayChange("op-a")).isTrue();
        assertThat(operator.mayChange("op-b")).isFalse();
    }

    @Test
    void anAdministratorChangesEverybodys() {
        assertThat(Caller.administrator("root", "regulator").mayChange("op-b")).isTrue();
    }

    @Test
    void anAuditorReadsEverythingAndChangesNothing() {
        assertThat(caller(Role.AUDITOR).permissions())
                .isEqualTo(EnumSet.of(
                        Permission.READ_LISTS,
                        Permission.READ_JOURNAL,
                        Permission.FIND_BY_SUBSCRIBER,
                        Permission.SEE_SUBSCRIBERS));
        assertThat(caller(Role.AUDITOR).mayChange("op-a")).isFalse();
    }

    @Test
    void rolesAddUp() {
        Caller both = caller(Role.OPERATOR, Role.APPROVER);

        assertThat(both.may(Permission.CHANGE_ENTRIES)).isTrue();
        assertThat(both.may(Permission.APPROVE)).isTrue();
        assertThat(both.may(Permission.MANAGE_KEYS)).isFalse();
    }

    private static Caller caller(Role... roles) {
        return new Caller(new Actor("somebody"), Set.of(roles), "op-a");
    }
}
