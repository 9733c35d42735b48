/**
 * Changes of the lists: how they are asked for, recorded, and described for ever.
 *
 * <p>Every change belongs to a change set, which gets one revision when it commits. The ports
 * ({@link org.eir.core.change.ListChanges}, {@link org.eir.core.change.ListQueries}, {@link org.eir.core.change.Imports},
 * {@link org.eir.core.change.AccessJournal}) are implemented by the store and used by the admin API. {@link org.eir.core.change.ChangeEncoding} defines the bytes
 * of a change that are hashed: they carry a version, and nothing that names a person, only salted commitments to it.
 */
@org.jspecify.annotations.NullMarked
package org.eir.core.change;
