package org.eir.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.eir.core.check.OriginMatcher.Kind;
import org.eir.core.identity.PresentedIdentity;
import org.junit.jupiter.api.Test;

/** Which policy counts for whom: the most specific one. */
class PoliciesTest {
    private static final Policy STANDARD = new Policy(1, Verdict.UNKNOWN, Verdict.UNKNOWN, Verdict.UNKNOWN);

    @Test
    void whoseOriginNoPolicyNamesGetsTheStandardOne() {
        Policies policies = with(policy("visited", Kind.REALM, "visited.org"));
        assertThat(policies.of(s13("mme1.example.org", "example.org"))).isEqualTo(STANDARD);
        assertThat(Policies.of(STANDARD).of(s13("mme1.example.org", "example.org")))
                .isEqualTo(STANDARD);
    }

    @Test
    void aHostIsMoreSpecificThanItsRealmAndCaseDoesNotMatter() {
        Policies policies =
                with(policy("network", Kind.REALM, "example.org"), policy("lab", Kind.HOST, "mme9.example.org"));
        assertThat(policies.of(s13("MME9.example.org", "example.org")))
                .extracting(Policy::name)
                .isEqualTo("lab");
        assertThat(policies.of(s13("mme1.example.org", "EXAMPLE.org")))
                .extracting(Policy::name)
                .isEqualTo("network");
    }

    @Test
    void aRealmIsNotThatOfItsSubdomains() {
        Policies policies = with(policy("network", Kind.REALM, "example.org"));
        assertThat(policies.of(s13("mme1.epc.example.org", "epc.example.org"))).isEqualTo(STANDARD);
    }

    @Test
    void theLongestBeginningOfAGlobalTitleDecides() {
        Policies policies = with(
                policy("country", Kind.GLOBAL_TITLE, "49"),
                policy("operator", Kind.GLOBAL_TITLE, "49172"),
                policy("switch", Kind.GLOBAL_TITLE, "491720000007"));
        assertThat(policies.of(map("491720000007", "stp-a", "home")))
                .extracting(Policy::name)
                .isEqualTo("switch");
        assertThat(policies.of(map("491720000008", "stp-a", "home")))
                .extracting(Policy::name)
                .isEqualTo("operator");
        assertThat(policies.of(map("4917", "stp-a", "home")))
                .extracting(Policy::name)
                .isEqualTo("country");
        assertThat(policies.of(map("4", "stp-a", "home"))).isEqualTo(STANDARD);
        assertThat(policies.of(map("43172", "stp-a", "home"))).isEqualTo(STANDARD);
    }

    @Test
    void aTitleThatGoesOnInSignalsBeyondNineKeepsThePolicyOfItsBeginning() {
        Policies policies = with(policy("operator", Kind.GLOBAL_TITLE, "49172"));
        assertThat(policies.of(map("49172b1", "stp-a", "home")))
                .extracting(Policy::name)
                .isEqualTo("operator");
    }

    @Test
    void pointCodeThenTitleThenAssociationThenNetwork() {
        Policies policies = with(
                policy("network", Kind.REALM, "home"),
                policy("path", Kind.ASSOCIATION, "stp-a"),
                policy("title", Kind.GLOBAL_TITLE, "49"),
                policy("switch", Kind.POINT_CODE, "11"));
        assertThat(policies.of(map("pc-11", "stp-a", "home")))
                .extracting(Policy::name)
                .isEqualTo("switch");
        assertThat(policies.of(map("4917", "stp-a", "home")))
                .extracting(Policy::name)
                .isEqualTo("title");
        assertThat(policies.of(map("pc-12", "stp-a", "home")))
                .extracting(Policy::name)
                .isEqualTo("path");
        assertThat(policies.of(map("pc-12", "stp-b", "home")))
                .extracting(Policy::name)
                .isEqualTo("network");
        assertThat(policies.of(map("pc-12", "stp-b", "abroad"))).isEqualTo(STANDARD);
    }

    @Test
    void aDiameterRelayIsNoAssociation() {
        Policies policies = with(policy("path", Kind.ASSOCIATION, "dra.example.org"));
        assertThat(policies.of(new CheckRequest(
                        CheckInterface.S13,
                        "dra.example.org",
                        new Origin("mme1.example.org", "example.org"),
                        null,
                        PresentedIdentity.of("490154203237518"))))
                .isEqualTo(STANDARD);
    }

    @Test
    void staffAskAsAnyOrigin() {
        Policies policies = with(
                policy("realm", Kind.REALM, "example.org"),
                policy("title", Kind.GLOBAL_TITLE, "49"),
                policy("path", Kind.ASSOCIATION, "stp-a"));
        assertThat(policies.of(staff("example.org"))).extracting(Policy::name).isEqualTo("realm");
        assertThat(policies.of(staff("4917"))).extracting(Policy::name).isEqualTo("title");
        assertThat(policies.of(staff("stp-a"))).extracting(Policy::name).isEqualTo("path");
        assertThat(policies.of(staff("49.example.org"))).isEqualTo(STANDARD);
    }

    @Test
    void aPolicyIsFoundByItsName() {
        Policies policies = with(policy("b", Kind.REALM, "b.org"), policy("a", Kind.REALM, "a.org"));
        assertThat(policies.named()).extracting(Policy::name).containsExactly("a", "b");
        assertThat(policies.named("b")).isPresent();
        assertThat(policies.named("default")).contains(STANDARD);
        assertThat(policies.named("c")).isEmpty();
    }

    private static Policies with(Policy... named) {
        List<Policy> all = new java.util.ArrayList<>(Arrays.asList(named));
        all.add(STANDARD);
        return Policies.of(all);
    }

    private static Policy policy(String name, Kind kind, String value) {
        return new Policy(
                name,
                1,
                List.of(new OriginMatcher(kind, value)),
                Verdict.PERMITTED,
                Verdict.PERMITTED,
                Verdict.PERMITTED,
                "",
                Told.AS_DECIDED);
    }

    private static CheckRequest s13(String host, String realm) {
        return asked(CheckInterface.S13, host, new Origin(host, realm));
    }

    private static CheckRequest map(String host, String association, String network) {
        return asked(CheckInterface.F, association, new Origin(host, network));
    }

    private static CheckRequest staff(String origin) {
        return asked(CheckInterface.ADMIN, origin, new Origin(origin, origin));
    }

    private static CheckRequest asked(CheckInterface via, String peer, Origin origin) {
        return new CheckRequest(via, peer, origin, null, PresentedIdentity.of("490154203237518"));
    }
}
