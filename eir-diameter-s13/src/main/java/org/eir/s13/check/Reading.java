package org.eir.s13.check;

import org.eir.core.check.CheckRequest;
import org.eir.s13.codec.ResultCode;
import org.jspecify.annotations.Nullable;

/** What the octets of a request turned out to be. */
sealed interface Reading {

    /**
     * A question the register can answer.
     *
     * @param request the question
     * @param userNameIgnored whether there is a User-Name that is no IMSI
     * @param softwareVersionIgnored whether there is a Software-Version that is not two digits
     */
    record Question(CheckRequest request, boolean userNameIgnored, boolean softwareVersionIgnored) implements Reading {}

    /**
     * Something that gets an error answer.
     *
     * @param failedAvp the AVP to name in Failed-AVP, with header and without padding
     */
    record Rejected(ResultCode code, byte @Nullable [] failedAvp) implements Reading {
        Rejected(ResultCode code) {
            this(code, null);
        }
    }
}
