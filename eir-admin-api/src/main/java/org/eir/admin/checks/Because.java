package org.eir.admin.checks;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eir.core.check.CheckResult;
import org.eir.core.check.Policy;
import org.eir.core.check.Verdict;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange.Level;
import org.eir.core.identity.PresentedIdentity.Malformed;
import org.eir.core.list.Entry;
import org.eir.core.list.EntryFacts;
import org.jspecify.annotations.Nullable;

/** The reason for a verdict in a sentence that an operator's staff and a subscriber on the phone understand. */
final class Because {
    private static final int IMEI_DIGITS = 14;

    private Because() {}

    /** Why this verdict on a device, of which these entries are known, the deciding first. */
    static String entries(List<Entry> entries, Instant now, CheckResult result) {
        String lists = result.match().isListed() ? listed(entries, now, result) : unlisted(result);
        return lists + subscriber(result) + told(result);
    }

    private static String listed(List<Entry> entries, Instant now, CheckResult result) {
        Optional<Entry> deciding = entries.stream()
                .filter(entry -> entry.countsAt(now) && counts(entry, result.policy()))
                .filter(entry -> entry.facts().list() == result.match().list())
                .filter(entry ->
                        entry.facts().identity().level() == result.match().level())
                .findFirst();
        String list = "It is on the " + result.match().list().text() + " list";
        return deciding.map(entry -> list + ": " + said(entry))
                .orElseGet(() -> list + as(result.match().level()) + " as "
                        + result.match().reason().text() + ".");
    }

    /** Whether it counts for the networks of a policy: it is for everyone, or their organisation's own. */
    private static boolean counts(Entry entry, Policy policy) {
        String scope = entry.facts().scope();
        return scope.equals(EntryFacts.EVERYONE) || scope.equals(policy.organisation());
    }

    private static String subscriber(CheckResult result) {
        return switch (result.rule()) {
            case SUBSCRIBER_EXCEPTION ->
                " An exception is made for this subscriber: " + result.decided().text() + ".";
            case SUBSCRIBER_LOCK ->
                result.decided() == Verdict.PROHIBITED
                        ? " It is locked to its subscribers, and this is another one."
                        : " It is locked to its subscribers, and this is one of them.";
            default -> "";
        };
    }

    private static String told(CheckResult result) {
        return result.verdict() == result.decided()
                ? ""
                : " The policy " + result.policy().name() + " tells its networks "
                        + result.verdict().text() + " for " + result.decided().text() + ".";
    }

    static String malformed(Malformed malformed, CheckResult result) {
        String defect = malformed.defect().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return "It is no identity of a device (" + defect + "); " + policy(result) + told(result);
    }

    /** What to tell somebody who most likely mistyped; nothing if the 15th digit is right or is the spare one. */
    static @Nullable String checkDigitNote(String asked, Imei imei) {
        if (asked.length() != IMEI_DIGITS + 1) {
            return null;
        }
        int sent = asked.charAt(IMEI_DIGITS) - '0';
        return sent == 0 || sent == imei.checkDigit()
                ? null
                : "The check digit of these 14 digits is " + imei.checkDigit() + ", not " + sent
                        + ": if the identity was typed, it may be mistyped. Networks are answered by the 14 digits.";
    }

    private static String said(Entry entry) {
        EntryFacts facts = entry.facts();
        return facts.source() + " reported " + what(facts) + " as "
                + facts.reason().text()
                + reference(entry)
                + ", recorded " + entry.added().at().truncatedTo(ChronoUnit.SECONDS) + " as entry " + entry.id() + ".";
    }

    private static String reference(Entry entry) {
        String reference = entry.facts().reference();
        String erased = entry.erased() == null ? "" : " (its reference was erased at revision " + entry.erased() + ")";
        return reference == null ? erased : " (" + reference + ")";
    }

    private static String what(EntryFacts facts) {
        return switch (facts.identity().level()) {
            case SINGLE -> "this device";
            case RANGE -> "the range " + facts.identity().text();
            case TAC -> "the whole model " + facts.identity().text();
        };
    }

    private static String as(Level level) {
        return switch (level) {
            case SINGLE -> "";
            case RANGE -> ", in a range,";
            case TAC -> ", with its whole model,";
        };
    }

    private static String unlisted(CheckResult result) {
        return switch (result.rule()) {
            case TEST_IDENTITY -> "No entry covers it, and its model code belongs to test equipment; " + policy(result);
            case PLACEHOLDER -> "No entry covers it, and no maker allocates such a number; " + policy(result);
            case SUBSCRIBER_EXCEPTION, SUBSCRIBER_LOCK -> "No entry covers it.";
            default -> "No entry covers it; " + policy(result);
        };
    }

    private static String policy(CheckResult result) {
        Policy policy = result.policy();
        return "the policy " + (policy.isStandard() ? "" : policy.name() + " ") + "(revision " + policy.version()
                + ") answers that " + result.decided().text() + ".";
    }
}
