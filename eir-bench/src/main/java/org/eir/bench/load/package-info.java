/**
 * One load generator and the servers that it asks in turn, whatever the interface.
 *
 * <pre>
 * Contest -> Contestant -> LoadGenerator -> AskingConnection x n  ==TCP==>  a server in a process of its own
 * </pre>
 *
 * <p>Every answer is compared with what it must be. Rounds alternate between the servers, so that what disturbs the
 * machine disturbs all of them.
 */
@org.jspecify.annotations.NullMarked
package org.eir.bench.load;
