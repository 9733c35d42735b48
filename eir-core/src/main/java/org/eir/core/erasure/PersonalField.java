package org.eir.core.erasure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eir.core.change.ChangeEncoding.Operation;

/** What a commitment of the log is to: each of its fields is one of these, in an order that is fixed for each operation. */
public enum PersonalField {
    /** Who did, asked or decided it; the name of a program's key. */
    PERSON,
    /** The case or order behind it. */
    REFERENCE,
    /** A remark, or why a proposal was decided so. */
    NOTE,
    /** The source's own number of the case. */
    SOURCE_REFERENCE,
    /** A subscriber's IMSI (TS 23.003 clause 2.2). */
    SUBSCRIBER,
    /** The device whose subscribers somebody asked for. */
    DEVICE,
    /** A change as it was proposed, and in a few words. */
    REQUEST,
    /** For which organisation something was proposed: no person, never erased. */
    ORGANISATION;

    private static final List<PersonalField> LEAF = List.of(PERSON, PERSON);

    /** As programs read it: {@code source-reference}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<PersonalField> of(String text) {
        return Arrays.stream(values())
                .filter(field -> field.text().equals(text))
                .findFirst();
    }

    /** The fields of a leaf's commitment: who made the change, and who approved it. */
    public static List<PersonalField> ofLeaf() {
        return LEAF;
    }

    /**
     * The fields of a row's commitment, in their order; empty where it has none.
     *
     * @param subscribers how many subscribers an exception or lock names; of no other operation's concern
     */
    public static List<PersonalField> of(Operation operation, int subscribers) {
        return switch (operation) {
            case ADDITION -> List.of(REFERENCE, NOTE, SOURCE_REFERENCE);
            case WITHDRAWAL, POLICY, ORIGIN_POLICY, ORIGIN_POLICY_WITHDRAWAL, SUBSCRIBER_RULE_WITHDRAWAL, ERASURE ->
                List.of(REFERENCE);
            case SUBSCRIBER_RULE -> rule(subscribers);
            case ACCESS -> List.of(SUBSCRIBER, DEVICE, REFERENCE);
            case API_KEY -> List.of(PERSON);
            case PROPOSAL -> List.of(REQUEST, REQUEST, PERSON, ORGANISATION);
            case PROPOSAL_DECIDED -> List.of(PERSON, NOTE);
            case DEVICE_GROUP, DEVICE_GROUP_DISSOLVED, API_KEY_REVOKED, GOLDEN_OVERRIDE, LOG_KEY, ERASED -> List.of();
        };
    }

    private static List<PersonalField> rule(int subscribers) {
        List<PersonalField> fields = new ArrayList<>(List.of(REFERENCE, NOTE));
        fields.addAll(Collections.nCopies(subscribers, SUBSCRIBER));
        return List.copyOf(fields);
    }
}
