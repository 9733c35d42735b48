package org.eir.admin.subscribers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.eir.admin.TestNode;
import org.eir.admin.TestNode.Answer;
import org.eir.core.change.AccessJournal.Access;
import org.eir.core.change.AccessJournal.Read;
import org.eir.core.check.CheckInterface;
import org.eir.core.check.Origin;
import org.eir.core.identity.Imei;
import org.eir.core.identity.Imsi;
import org.eir.core.sighting.Sighting;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A victim rarely knows the IMEI: staff find the device by the subscriber, and the journal knows who looked. */
class SubscribersTest {
    private static final String DEVICES = "/api/v1/subscribers/devices";
    private static final String SUBSCRIBERS = "/api/v1/subscribers/of-device";
    private static final Imsi VICTIM = new Imsi("262011234567890");
    private static final Imei PHONE = Imei.of("490154203237518");
    private static final Instant THEN = Instant.parse("2026-11-20T08:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final String QUESTION = "{\"imsi\":\"262011234567890\",\"reference\":\"FIR 12/2026\"}";

    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void aSubscribersDevicesAreToldWithWhatTheyWouldBeAnsweredNow() {
        node.added("black", "490154203237518", "stolen");
        node.sightings.remember(List.of(seen(PHONE, VICTIM), seen(Imei.of("35693803564380"), null)));

        Answer found = node.post(DEVICES, QUESTION);

        assertThat(found.status()).isEqualTo(200);
        assertThat(found.body().at("/sightings")).hasSize(1);
        assertThat(found.text("/sightings/0/imei")).isEqualTo("490154203237518");
        assertThat(found.text("/sightings/0/imsi")).isEqualTo("262011234567890");
        assertThat(found.text("/sightings/0/via")).isEqualTo("s13");
        assertThat(found.text("/sightings/0/origin")).isEqualTo("mme1.home");
        assertThat(found.text("/sightings/0/firstSeen")).isEqualTo("2026-11-20T08:00:00Z");
        assertThat(found.text("/sightings/0/lastSeen")).isEqualTo("2026-11-23T10:00:00Z");
        assertThat(found.text("/sightings/0/verdict")).isEqualTo("prohibited");
        assertThat(found.text("/sightings/0/rule")).isEqualTo("black-list");
    }

    @Test
    void whoeverReadsIsJournalledEvenIfNothingIsFound() {
        Answer found = node.post(DEVICES, QUESTION);

        assertThat(found.body().at("/sightings")).isEmpty();
        assertThat(found.body().at("/revision").asLong()).isEqualTo(1);
        assertThat(node.sightings.accesses)
                .containsExactly(new Access(Read.DEVICES_OF_SUBSCRIBER, VICTIM, null, "FIR 12/2026"));
    }

    @Test
    void whatCannotBeJournalledIsNotTold() {
        node.sightings.remember(List.of(seen(PHONE, VICTIM)));
        node.sightings.isJournalAway = true;

        Answer refused = node.post(DEVICES, QUESTION);

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.problem()).isEqualTo("store-unavailable");
        assertThat(refused.raw().body()).doesNotContain("49015420323751");
    }

    @Test
    void aDeviceIsToldWithItsSubscribers() {
        node.sightings.remember(List.of(seen(PHONE, VICTIM), seen(PHONE, null)));

        Answer found = node.post(SUBSCRIBERS, "{\"imei\":\"490154203237518\"}");

        assertThat(found.text("/sightings/0/imsi")).isEqualTo("262011234567890");
        assertThat(found.body().at("/sightings/1/imsi").isNull()).isTrue();
        assertThat(node.sightings.accesses).containsExactly(new Access(Read.SUBSCRIBERS_OF_DEVICE, null, PHONE, null));
    }

    @Test
    void whoMayNotSeeSubscribersFindsThemMasked() {
        node.sightings.remember(List.of(seen(PHONE, VICTIM)));

        Answer found = node.post(node.key("operator"), SUBSCRIBERS, "{\"imei\":\"490154203237518\"}");

        assertThat(found.text("/sightings/0/imsi")).isEqualTo("26201**********");
        assertThat(found.raw().body()).doesNotContain("1234567890");
    }

    @Test
    void aViewerFindsNobody() {
        String viewer = node.key("viewer");

        assertThat(node.post(viewer, DEVICES, QUESTION).problem()).isEqualTo("not-permitted");
        assertThat(node.post(viewer, SUBSCRIBERS, "{\"imei\":\"490154203237518\"}")
                        .problem())
                .isEqualTo("not-permitted");
        assertThat(node.sightings.accesses).isEmpty();
    }

    @Test
    void onlySoManyAreTold() {
        node.sightings.remember(IntStream.range(0, 101)
                .mapToObj(i -> seen(new Imei(49015420_000000L + i), VICTIM))
                .toList());

        Answer found = node.post(DEVICES, QUESTION);

        assertThat(found.body().at("/sightings")).hasSize(100);
        assertThat(found.body().at("/truncated").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"imsi\":\"26201\"}", "{\"imsi\":\"26201123456789F\"}", "{\"imsi\":\"2620112345678901\"}"
            })
    void whatIsNoImsiIsRefusedAndNotJournalled(String body) {
        Answer refused = node.post(DEVICES, body);

        assertThat(refused.problem()).isEqualTo("invalid-input");
        assertThat(refused.text("/errors/0/pointer")).isEqualTo("/imsi");
        assertThat(node.sightings.accesses).isEmpty();
    }

    @Test
    void whatIsNoImeiIsRefused() {
        assertThat(node.post(SUBSCRIBERS, "{\"imei\":\"4901\"}").text("/errors/0/pointer"))
                .isEqualTo("/imei");
    }

    private static Sighting seen(Imei imei, @Nullable Imsi subscriber) {
        return new Sighting(
                imei, subscriber, CheckInterface.S13, "dra1.home", new Origin("mme1.home", "home"), THEN, NOW);
    }
}
