package org.eir.admin.erasures;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eir.admin.input.Texts;
import org.eir.admin.web.Inputs;
import org.eir.core.change.Actor;
import org.eir.core.erasure.Erasures.Subject;
import org.eir.core.erasure.Erasures.Subject.OfChange;
import org.eir.core.erasure.Erasures.Subject.OfPerson;
import org.eir.core.erasure.Erasures.Subject.OfSubscriber;
import org.eir.core.erasure.PersonalField;
import org.eir.core.identity.Imsi;
import org.eir.core.input.Outcome;
import org.eir.core.input.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * An order to erase, as it is asked for.
 *
 * @param what which kinds of personal data are to go; absent for what the subject stands for
 * @param dryRun whether it is only to be told what would go
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ErasureRequest(
        @Nullable SubjectRequest subject,
        @Nullable List<@Nullable String> what,
        @Nullable String order,
        @Nullable Boolean dryRun) {
    private static final Set<PersonalField> OF_A_CHANGE =
            EnumSet.complementOf(EnumSet.of(PersonalField.SUBSCRIBER, PersonalField.ORGANISATION));
    private static final Set<PersonalField> OF_A_SUBSCRIBER =
            EnumSet.of(PersonalField.SUBSCRIBER, PersonalField.REFERENCE, PersonalField.NOTE);

    /**
     * Of revision, person and subscriber one is there.
     *
     * @param row of the revision, from 1; absent for all of it
     * @param subscriber an IMSI
     * @param sealedSubscriber the same as it is kept while it waits for a second person; nobody else sends it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SubjectRequest(
            @Nullable Long revision,
            @Nullable Integer row,
            @Nullable String person,
            @Nullable String subscriber,
            @Nullable String sealedSubscriber) {}

    /** What is asked for, read. */
    record Asked(Subject subject, String order, boolean isDryRun) {}

    boolean isDryRun() {
        return Boolean.TRUE.equals(dryRun);
    }

    /**
     * Reads it; null if something is wrong, which goes to {@code inputs}.
     *
     * @param opened the subscriber that was sealed; gives none to whoever may not send one
     */
    @Nullable
    Asked read(Inputs inputs, Function<String, Optional<Imsi>> opened) {
        String reference = inputs.requiredField("order", order, Texts::reference);
        if (subject == null) {
            inputs.refuseInBody(Refusal.of("subject", "", "is missing"));
            return null;
        }
        Subject read = subject(subject, inputs, opened);
        return read == null || reference == null ? null : new Asked(read, reference, isDryRun());
    }

    private @Nullable Subject subject(SubjectRequest asked, Inputs inputs, Function<String, Optional<Imsi>> opened) {
        long named = Stream.of(asked.revision, asked.person, asked.subscriber, asked.sealedSubscriber)
                .filter(one -> one != null)
                .count();
        if (named != 1) {
            inputs.refuseInBody(Refusal.of("subject", "", "has one of revision, person and subscriber"));
            return null;
        }
        if (asked.row != null && (asked.revision == null || asked.row < 1)) {
            inputs.takeAt("/subject/row", refused("row", asked.row.toString(), "is a row of a revision, from 1"));
            return null;
        }
        if (asked.revision != null) {
            return ofChange(asked.revision, asked.row, inputs);
        }
        return asked.person != null ? ofPerson(asked.person, inputs) : ofSubscriber(asked, inputs, opened);
    }

    private @Nullable Subject ofChange(long revision, @Nullable Integer row, Inputs inputs) {
        Set<PersonalField> fields = fields(inputs, OF_A_CHANGE, OfChange.NOTED);
        if (revision < 1) {
            inputs.takeAt("/subject/revision", refused("revision", Long.toString(revision), "is 1 or more"));
            return null;
        }
        return new OfChange(revision, row, fields);
    }

    private @Nullable Subject ofPerson(String account, Inputs inputs) {
        fields(inputs, EnumSet.of(PersonalField.PERSON), Set.of(PersonalField.PERSON));
        if (account.isEmpty() || account.length() > Actor.MAX_NAME) {
            inputs.takeAt(
                    "/subject/person",
                    refused("person", account, "is an account name of 1 to " + Actor.MAX_NAME + " characters"));
            return null;
        }
        return new OfPerson(account);
    }

    private @Nullable Subject ofSubscriber(
            SubjectRequest asked, Inputs inputs, Function<String, Optional<Imsi>> opened) {
        Set<PersonalField> fields = EnumSet.of(PersonalField.SUBSCRIBER);
        fields.addAll(fields(inputs, OF_A_SUBSCRIBER, Set.of()));
        if (asked.sealedSubscriber != null) {
            Imsi imsi = opened.apply(asked.sealedSubscriber).orElse(null);
            if (imsi == null) {
                inputs.takeAt(
                        "/subject/sealedSubscriber",
                        refused("sealedSubscriber", "", "is not sealed with a key of this register"));
            }
            return imsi == null ? null : new OfSubscriber(imsi, fields);
        }
        if (asked.subscriber == null || !Imsi.isValid(asked.subscriber)) {
            inputs.takeAt("/subject/subscriber", refused("subscriber", "", "an IMSI has 6 to 15 decimal digits"));
            return null;
        }
        return new OfSubscriber(new Imsi(asked.subscriber), fields);
    }

    private Set<PersonalField> fields(Inputs inputs, Set<PersonalField> allowed, Set<PersonalField> absent) {
        if (what == null) {
            return absent;
        }
        String words = Arrays.stream(PersonalField.values())
                .filter(allowed::contains)
                .map(PersonalField::text)
                .collect(Collectors.joining(", "));
        EnumSet<PersonalField> fields = EnumSet.noneOf(PersonalField.class);
        for (int i = 0; i < what.size(); i++) {
            String word = what.get(i) == null ? "" : what.get(i);
            Optional<PersonalField> field = PersonalField.of(word).filter(allowed::contains);
            if (field.isEmpty()) {
                inputs.takeAt("/what/" + i, refused("what", word, "of this subject can go: " + words));
            } else {
                fields.add(field.get());
            }
        }
        if (what.isEmpty()) {
            inputs.refuseInBody(Refusal.of("what", "", "names nothing; of this subject can go: " + words));
        }
        return fields;
    }

    private static Outcome<String> refused(String field, String value, String rule) {
        return Outcome.refused(field, value, rule);
    }

    /** The same as it may be kept: it names no subscriber. */
    ErasureRequest sealing(Function<Imsi, String> seal) {
        return subject == null || subject.subscriber == null
                ? this
                : new ErasureRequest(
                        new SubjectRequest(null, null, null, null, seal.apply(new Imsi(subject.subscriber))),
                        what,
                        order,
                        dryRun);
    }
}
