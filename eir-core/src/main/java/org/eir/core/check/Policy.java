package org.eir.core.check;

import org.eir.core.identity.Imei;
import org.eir.core.identity.PresentedIdentity.Device;
import org.eir.core.identity.PresentedIdentity.Malformed;
import org.eir.core.list.Match;

/**
 * The operator's choices (ITU-T Q Suppl. 73: permissive mode answers an unlisted device <em>permitted</em>, restrictive
 * mode <em>unknown</em> or <em>prohibited</em>).
 *
 * @param version the revision that set it; 0 before any did
 * @param unlisted answer for a device no entry covers; not REFUSED
 * @param malformed answer for what is no identity; REFUSED answers an error (Diameter 5004, MAP systemFailure)
 * @param testIdentity answer for an unlisted device of the test range (reporting body 00); not REFUSED
 */
public record Policy(long version, Verdict unlisted, Verdict malformed, Verdict testIdentity) {
    /** What counts before a policy was ever set: nothing is known. */
    public static final Policy INITIAL = new Policy(0, Verdict.UNKNOWN, Verdict.UNKNOWN, Verdict.UNKNOWN);

    public Policy {
        if (unlisted == Verdict.REFUSED || testIdentity == Verdict.REFUSED) {
            throw new IllegalArgumentException("only what is no identity can be answered with an error");
        }
    }

    /** The verdict on a request for which the register holds {@code match}. Pure. */
    public Decision decide(Match match, CheckRequest request) {
        Rule rule = rule(match, request);
        return new Decision(verdict(rule), rule);
    }

    private static Rule rule(Match match, CheckRequest request) {
        if (match.isListed()) {
            return switch (match.list()) {
                case BLACK -> Rule.BLACK_LIST;
                case GREY -> Rule.GREY_LIST;
                case WHITE -> Rule.WHITE_LIST;
                case GOLDEN -> Rule.GOLDEN_LIST;
            };
        }
        return switch (request.identity()) {
            case Malformed malformed -> Rule.MALFORMED;
            case Device device -> unlistedRule(device.imei());
        };
    }

    private static Rule unlistedRule(Imei imei) {
        if (imei.isPlaceholder()) {
            return Rule.PLACEHOLDER;
        }
        return imei.tac().isTest() ? Rule.TEST_IDENTITY : Rule.UNLISTED;
    }

    private Verdict verdict(Rule rule) {
        return switch (rule) {
            case BLACK_LIST -> Verdict.PROHIBITED;
            case GREY_LIST -> Verdict.TRACKED;
            case WHITE_LIST, GOLDEN_LIST -> Verdict.PERMITTED;
            case UNLISTED -> unlisted;
            case TEST_IDENTITY -> testIdentity;
            case PLACEHOLDER, MALFORMED -> malformed;
        };
    }
}
