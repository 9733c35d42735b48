/**
 * ME-Identity-Check (TS 29.272 clause 6.2.1): reads the request, asks the register, writes the answer. Knows octets and
 * the register; knows no socket and no stack.
 *
 * <p>Start at {@link org.eir.s13.check.MeIdentityCheckHandler}. Precedence of errors: the header; AVPs whose lengths or
 * flags cannot be true; whether the message is for us (3003, 3002); AVPs we do not understand, are there twice, or are
 * missing; Terminal-Information.
 */
@org.jspecify.annotations.NullMarked
package org.eir.s13.check;
