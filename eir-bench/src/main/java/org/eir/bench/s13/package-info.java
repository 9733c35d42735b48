/**
 * {@code bench s13}: MMEs, and three servers that they ask in turn.
 *
 * <pre>
 * S13Command -> load.Contest -> S13Connection x 4  ==TCP==>  GatewayServer     the register's own gateway
 *                                                            NettyServer       answers without looking: the floor
 *                                                            otp_responder.erl a Diameter stack of others
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package org.eir.bench.s13;
