package org.eir.core.erasure;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eir.core.change.Actor;
import org.eir.core.change.StoreUnavailableException;
import org.eir.core.identity.Imsi;
import org.jspecify.annotations.Nullable;

/**
 * Port: erases personal data that lies beside the log. What was committed to goes together with its salt, so that nobody
 * can try guesses; what is left of a commitment is committed to anew. Each erasure is a change set that names every place.
 *
 * <p>Entries, rules and changes themselves stay. What is in force goes on naming its people: it has to be withdrawn first.
 *
 * <p>Every method throws {@link StoreUnavailableException} when the database cannot be reached.
 */
public interface Erasures {
    /** Places that one erasure takes at most; of more it takes the first, and says so. */
    int MAX_PLACES = 100_000;

    /** What stands where the name of an account or a key was, and some name has to stand. */
    String ERASED_NAME = "(erased)";

    /** Places that {@link #at} names. */
    int MAX_NAMED = 100;

    /** What is to be erased. */
    sealed interface Subject {
        /** As the log has it: {@code change}, {@code person} or {@code subscriber}. */
        String text();

        /** What is to go; of everything else that is found nothing does. */
        Set<PersonalField> fields();

        /**
         * What was noted with a change.
         *
         * @param row one row of it, from 1; absent for all of it and who made it
         */
        record OfChange(long revision, @Nullable Integer row, Set<PersonalField> fields) implements Subject {
            /** What goes where nobody says: all but who did it. */
            public static final Set<PersonalField> NOTED = Set.of(
                    PersonalField.REFERENCE, PersonalField.NOTE, PersonalField.SOURCE_REFERENCE, PersonalField.REQUEST);

            public OfChange {
                fields = Set.copyOf(fields);
            }

            @Override
            public String text() {
                return "change";
            }
        }

        /** Somebody's account name, wherever they made, asked for, or decided a change. */
        record OfPerson(String account) implements Subject {
            @Override
            public String text() {
                return "person";
            }

            @Override
            public Set<PersonalField> fields() {
                return Set.of(PersonalField.PERSON, PersonalField.REQUEST);
            }

            /** Does not say who. */
            @Override
            public String toString() {
                return "a person";
            }
        }

        /**
         * A subscriber, in rules that were withdrawn, reads of their data, sightings, and records of checks.
         *
         * @param fields {@link PersonalField#SUBSCRIBER}, and with it the references and notes of the same rules and reads
         */
        record OfSubscriber(Imsi imsi, Set<PersonalField> fields) implements Subject {
            public OfSubscriber {
                fields = Set.copyOf(fields);
            }

            @Override
            public String text() {
                return "subscriber";
            }
        }
    }

    /**
     * What is or would be erased.
     *
     * @param places leaves and rows of the log of which something goes
     * @param fields how many of what
     * @param sightings who was seen with which device
     * @param records records of checks that name the subscriber
     * @param files imports that say who sent them, or what they rested on
     * @param isAll whether nothing is left that the same order would take
     */
    record Found(
            long places, Map<PersonalField, Long> fields, long sightings, long records, long files, boolean isAll) {

        public boolean isNothing() {
            return places == 0 && others() == 0;
        }

        /** How much of it the log never committed to. */
        public long others() {
            return sightings + records + files;
        }
    }

    /** What became of an order. */
    sealed interface Outcome {
        /** It would be erased; nothing changed. */
        record Previewed(Found found) implements Outcome {}

        /** It is recorded at this revision, and what was found is gone. */
        record Done(long revision, Found found) implements Outcome {}

        /** There is nothing of it, or nothing any more; nothing was recorded. */
        record Nothing() implements Outcome {}

        /** What is in force needs it; {@code what} names the first of it, to be withdrawn, revoked or decided before. */
        record InForce(List<String> what) implements Outcome {}

        record NoSuchChange() implements Outcome {}

        /**
         * What lies beside this change is not what the log commits to: committed to anew, it would look as if it had
         * always been so.
         *
         * @param row from 1; 0 for who made the change
         */
        record Altered(long revision, int row) implements Outcome {}
    }

    /**
     * An erasure as it was recorded.
     *
     * @param revision of the erasure
     * @param about what was to be erased, by a word
     * @param order reference of the order; absent once erased
     * @param actor who did it; empty once erased
     * @param approver the second person, if there was one
     * @param places leaves and rows of which something went
     * @param others how much went that the log never committed to
     * @param fields how many of what
     * @param named the first {@value #MAX_NAMED} places; only where one erasure is asked for
     */
    record Erasure(
            long revision,
            Instant recordedAt,
            String about,
            @Nullable String order,
            String actor,
            @Nullable String approver,
            long places,
            long others,
            Map<PersonalField, Long> fields,
            List<Place> named) {}

    /**
     * A leaf or a row of which something was erased.
     *
     * @param row from 1; 0 for who made the change
     * @param fields what of it
     */
    record Place(long revision, int row, List<PersonalField> fields) {}

    /** What an order would erase; nothing changes. */
    Outcome find(Subject subject);

    /**
     * Erases.
     *
     * @param order reference of the order: who ordered it and where that is filed; should name nobody else
     */
    Outcome erase(Subject subject, String order, Actor actor);

    /** Erasures of revisions below {@code before}, the newest first, at most {@code limit}. */
    List<Erasure> page(long before, int limit);

    /** The erasure of this revision. */
    Optional<Erasure> at(long revision);

    /** A subscriber as it may be kept while an order waits for a second person: nobody can read it without the keys. */
    String sealed(Imsi imsi);

    /** The same again; none if these are not the keys, or it is nothing that was sealed. */
    Optional<Imsi> opened(String sealed);
}
