/**
 * The HTTP side of the register, for people and their programs: entries, checks, imports, the change journal, the state
 * of the node, health and metrics. The contract is {@code openapi.yaml} in this module's resources, served at
 * {@code /openapi.yaml}.
 *
 * <p>Start reading at {@link org.eir.admin.AdminServer}: its table of routes leads to one resource class a subject. A
 * call is authenticated, its body bounded and read, and then answered on a thread that may block. What is wrong with an
 * input is collected in {@link org.eir.admin.web.Inputs}, never thrown; every error is a
 * {@link org.eir.admin.web.Problem} (RFC 9457). Imports are the one
 * body that is streamed: bytes, lines, rows and COPY hold each other back, and nothing keeps the file.
 *
 * <p>Lists are changed and read through the ports of {@link org.eir.core.change}; a check asks
 * {@link org.eir.core.EquipmentCheck} as the networks do, without being counted as theirs.
 */
@org.jspecify.annotations.NullMarked
package org.eir.admin;
