package org.eir.core.check;

import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.eir.core.identity.Imei;
import org.eir.core.identity.PresentedIdentity.Device;
import org.eir.core.identity.PresentedIdentity.Malformed;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Match;

/**
 * The operator's choices for the networks that ask (ITU-T Q Suppl. 73: permissive mode answers an unlisted device
 * <em>permitted</em>, restrictive mode <em>unknown</em> or <em>prohibited</em>). One counts for everybody,
 * {@value #STANDARD}; others for the origins they name.
 *
 * @param name {@value #STANDARD}, or 1 to 64 lower-case letters, digits and hyphens
 * @param version the revision that set it; 0 before any did
 * @param origins whom it is for; none for {@value #STANDARD}, otherwise 1 to {@value #MAX_ORIGINS}
 * @param unlisted answer for a device no entry covers; not REFUSED
 * @param malformed answer for what is no identity; REFUSED answers an error (Diameter 5004, MAP systemFailure)
 * @param testIdentity answer for an unlisted device of the test range (reporting body 00); not REFUSED
 * @param organisation whose local entries count besides those for everyone; empty: nobody's
 * @param told how the verdicts are told
 */
public record Policy(
        String name,
        long version,
        List<OriginMatcher> origins,
        Verdict unlisted,
        Verdict malformed,
        Verdict testIdentity,
        String organisation,
        Told told) {
    /** The name of the policy for every origin that no other policy is for. */
    public static final String STANDARD = "default";

    public static final int MAX_ORIGINS = 100;

    private static final Decision BLACK = new Decision(Verdict.PROHIBITED, Rule.BLACK_LIST);
    private static final Decision GREY = new Decision(Verdict.TRACKED, Rule.GREY_LIST);
    private static final Decision WHITE = new Decision(Verdict.PERMITTED, Rule.WHITE_LIST);
    private static final Decision GOLDEN = new Decision(Verdict.PERMITTED, Rule.GOLDEN_LIST);
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    /** What counts before a policy was ever set: nothing is known. */
    public static final Policy INITIAL = new Policy(0, Verdict.UNKNOWN, Verdict.UNKNOWN, Verdict.UNKNOWN);

    public Policy {
        if (!isName(name)) {
            throw new IllegalArgumentException("a policy's name has 1 to 64 lower-case letters, digits and hyphens");
        }
        if (unlisted == Verdict.REFUSED || testIdentity == Verdict.REFUSED) {
            throw new IllegalArgumentException("only what is no identity can be answered with an error");
        }
        if (name.equals(STANDARD) != origins.isEmpty()) {
            throw new IllegalArgumentException("the policy named default, and no other, is for no named origin");
        }
        if (origins.size() > MAX_ORIGINS || new HashSet<>(origins).size() < origins.size()) {
            throw new IllegalArgumentException("a policy is for at most " + MAX_ORIGINS + " origins, each named once");
        }
        if (organisation.length() > EntryFacts.MAX_SOURCE) {
            throw new IllegalArgumentException("an organisation has at most " + EntryFacts.MAX_SOURCE + " characters");
        }
        origins = List.copyOf(origins);
    }

    /** The policy for everybody, with nobody's local entries, told as decided. */
    public Policy(long version, Verdict unlisted, Verdict malformed, Verdict testIdentity) {
        this(STANDARD, version, List.of(), unlisted, malformed, testIdentity, EntryFacts.EVERYONE, Told.AS_DECIDED);
    }

    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** Whether it is the one for every origin that no other policy is for. */
    public boolean isStandard() {
        return name.equals(STANDARD);
    }

    /** Its answers in a few words: {@code default: permitted / unknown / permitted}. */
    public String summary() {
        return name + ": " + unlisted.text() + " / " + malformed.text() + " / " + testIdentity.text();
    }

    /** The same choices as recorded by a revision. */
    public Policy asOf(long revision) {
        return new Policy(name, revision, origins, unlisted, malformed, testIdentity, organisation, told);
    }

    /**
     * The verdict on a request for which the register holds this, before it is {@linkplain Told told}. Pure.
     *
     * @param match what the lists say of the identity
     * @param rules what is said of the identity together with its subscriber
     */
    public Decision decide(Match match, SubscriberRules rules, CheckRequest request) {
        Decision byLists = match.isListed() ? listed(match.list()) : unlisted(request);
        return rules == SubscriberRules.NONE ? byLists : rules.decide(byLists, request.subscriber());
    }

    private static Decision listed(EquipmentList list) {
        return switch (list) {
            case BLACK -> BLACK;
            case GREY -> GREY;
            case WHITE -> WHITE;
            case GOLDEN -> GOLDEN;
        };
    }

    private Decision unlisted(CheckRequest request) {
        return switch (request.identity()) {
            case Malformed defective -> new Decision(malformed, Rule.MALFORMED);
            case Device device -> unlisted(device.imei());
        };
    }

    private Decision unlisted(Imei imei) {
        if (imei.isPlaceholder()) {
            return new Decision(malformed, Rule.PLACEHOLDER);
        }
        return imei.tac().isTest()
                ? new Decision(testIdentity, Rule.TEST_IDENTITY)
                : new Decision(unlisted, Rule.UNLISTED);
    }
}
