/**
 * {@code bench map}: MSCs, and two registers that they ask in turn.
 *
 * <pre>
 * MapCommand -> load.Contest -> MapConnection x 1, x 4  ==M3UA on TCP==>  GatewayServer   the register's own gateway
 *                                                                         BareResponder   answers without looking: the floor
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package org.eir.bench.map;
