package org.eir.store;

import java.sql.Array;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eir.core.change.SubscriberRuleChanges.Listing;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.list.EquipmentList;
import org.jdbi.v3.core.Handle;

/** How other sources have devices in the black or grey list, for whoever would make an exception from that. */
final class OthersListings {
    /** A single IMEI is found by the index of what is in force, ranges and models by the index of ranges. */
    private static final String DECIDING = """
            WITH asked AS (SELECT unnest(:devices) AS device)
            SELECT DISTINCT ON (c.device) c.device, c.id, c.id_from, c.id_to, c.list, c.source
            FROM (
                SELECT d.device, e.* FROM asked d JOIN entry e
                ON e.withdrawn_by IS NULL AND e.kind = 1 AND e.id_from = d.device AND e.id_to = d.device
                UNION ALL
                SELECT d.device, e.* FROM asked d JOIN entry e
                ON e.withdrawn_by IS NULL AND e.kind = 1 AND e.id_to > e.id_from
                   AND e.id_from BETWEEN d.device / 1000000 * 1000000 AND d.device AND e.id_to >= d.device
            ) c
            WHERE c.list IN (1, 2) AND c.source <> :source
              AND coalesce(c.valid_until > clock_timestamp(), true)
            ORDER BY c.device, c.list, c.id_to - c.id_from, c.id""";

    private OthersListings() {}

    /** Of each device that another source than this one has listed, the deciding entry; what has expired counts no more. */
    static Map<Imei, Listing> of(Handle handle, List<Imei> devices, String source) throws SQLException {
        Array asked = handle.getConnection()
                .createArrayOf("bigint", devices.stream().map(Imei::digits).toArray());
        Map<Imei, Listing> listings = new HashMap<>();
        handle.createQuery(DECIDING)
                .bindBySqlType("devices", asked, Types.ARRAY)
                .bind("source", source)
                .map((row, context) -> listings.put(
                        new Imei(row.getLong("device")),
                        new Listing(
                                row.getLong("id"),
                                new ImeiRange(row.getLong("id_from"), row.getLong("id_to")),
                                EquipmentList.of(row.getInt("list")),
                                row.getString("source"))))
                .forEach(before -> {});
        return listings;
    }
}
