/**
 * {@code bench s13}: one load generator and three servers that it asks in turn.
 *
 * <pre>
 * S13Command -> LoadGenerator -> AskingConnection x 4  ==TCP==>  GatewayServer     the register's own gateway
 *                                                                NettyServer       answers without looking: the floor
 *                                                                otp_responder.erl a Diameter stack of others
 * </pre>
 *
 * <p>Every answer is compared with what it must be. Rounds alternate between the servers, so that what disturbs the
 * machine disturbs all of them.
 */
@org.jspecify.annotations.NullMarked
package org.eir.bench.s13;
