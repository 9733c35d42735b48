/**
 * jSS7's M3UA, started, fed and stopped: the only package that knows it. It keeps the states of ASPs and ASs (RFC 4666
 * clause 4.3) and never sees DATA.
 *
 * <p>It runs on our links behind its own transport interfaces ({@link org.eir.map.stack.Transport}), one thread at a time,
 * and is shown only what it can make sense of ({@link org.eir.map.stack.Conduct}): what else a peer sends is answered or
 * passed over here. What it throws is caught, counted and logged.
 *
 * <p>Mended here: an ASP Active nobody acknowledged is sent again; ASP Active before ASP Up is refused; a repeated ASP
 * Active or Inactive is acknowledged; a traffic mode a peer chose once does not bind it for ever; an acknowledgement
 * nobody asked for takes the ASP down; in override a newcomer's ASP Up leaves the active one alone and its ASP Active
 * replaces it; an ASP identifier is sent only if there is one.
 */
@org.jspecify.annotations.NullMarked
package org.eir.map.stack;
