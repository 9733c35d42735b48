/**
 * Records of answered checks. {@link org.eir.server.records.CheckRecording} chooses which answers are recorded; a {@link
 * org.eir.server.records.RecordQueue} carries them from the answering threads to one that may wait: to {@link
 * org.eir.server.records.RecordFiles}, and to the searchable window in the database. The two do not wait for each other.
 * A {@link org.eir.server.records.Mover} is the thread of each, and of others that move what answering threads leave.
 */
@org.jspecify.annotations.NullMarked
package org.eir.server.records;
