package org.eir.admin.input;

import java.time.Instant;
import org.eir.core.identity.ListedIdentity.CheckDigit;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;

/**
 * What holds for all rows of a file.
 *
 * @param list the list they go to
 * @param source who says so
 * @param reason for rows that give none
 * @param reasonSaid whether somebody gave this reason; otherwise it is the list's usual one
 * @param reference for rows that give none
 * @param checkDigit how the 15th digit is treated
 * @param now when the file is read: no theft is reported later
 */
public record RowDefaults(
        EquipmentList list,
        String source,
        Reason reason,
        boolean reasonSaid,
        String reference,
        CheckDigit checkDigit,
        Instant now) {}
