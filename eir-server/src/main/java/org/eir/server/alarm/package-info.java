/**
 * Alarms: conditions of a node that somebody has to do something about, raised when they begin and cleared when they end
 * (ITU-T X.733). Each is looked at every few seconds on a thread of its own, away from every check, and shows in
 * {@code /api/v1/status}, in {@code /metrics} and in the log.
 */
@NullMarked
package org.eir.server.alarm;

import org.jspecify.annotations.NullMarked;
