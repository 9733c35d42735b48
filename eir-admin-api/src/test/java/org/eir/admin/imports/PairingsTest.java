package org.eir.admin.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.eir.admin.TestNode;
import org.eir.admin.TestNode.Answer;
import org.eir.core.approval.ApprovalLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pairing and exception lists of the field. The rules of one device may name three subscribers here. */
class PairingsTest {
    private static final String PATH = "/api/v1/exceptions/import?";
    private static final String PHONE = "490154203237518";
    private static final String OTHER = "356938035643809";
    private static final String ALICE = "262011234567890";
    private static final String BOB = "262019876543210";
    private static final String CAROL = "001010000000001";
    private static final String HEADER = "imei,imsi,msisdn\n";

    private TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void thePairsOfADeviceAreOneLockAndAllOfThemOneChange() {
        long before = node.lists.lastRevision();

        Answer imported = paired(
                "kind=lock&name=pairs.csv",
                HEADER + PHONE + "," + ALICE + ",491701\n" + OTHER + "," + BOB + ",\n" + PHONE + "," + CAROL + ",\n");

        assertThat(imported.status()).isEqualTo(200);
        assertThat(imported.body().at("/counts").toString())
                .isEqualTo("{\"rows\":3,\"rejected\":0,\"new\":2,\"unchanged\":0,\"changed\":0,\"withdrawn\":0}");
        assertThat(imported.body().at("/revision").asLong()).isEqualTo(before + 1);
        assertThat(imported.body().at("/applied").asBoolean()).isTrue();
        assertThat(verdict(PHONE, ALICE)).isEqualTo("permitted");
        assertThat(verdict(PHONE, CAROL)).isEqualTo("permitted");
        assertThat(verdict(PHONE, BOB)).isEqualTo("prohibited");
        assertThat(verdict(OTHER, ALICE)).isEqualTo("prohibited");
        assertThat(node.get("/api/v1/exceptions?imei=" + PHONE).text("/exceptions/0/reference"))
                .isEqualTo("pairs.csv");
    }

    @Test
    void anExceptionListLetsItsSubscribersIn() {
        node.added("black", PHONE, "stolen");

        paired("kind=exception", HEADER + PHONE + "," + ALICE + ",\n");

        assertThat(verdict(PHONE, ALICE)).isEqualTo("permitted");
        assertThat(verdict(PHONE, BOB)).isEqualTo("prohibited");
    }

    @Test
    void aDryRunSaysWhatWouldChangeAndChangesNothing() {
        long before = node.lists.lastRevision();

        Answer compared = paired("kind=lock&dryRun=true", HEADER + PHONE + "," + ALICE + ",\n");

        assertThat(compared.text("/counts/new")).isEqualTo("1");
        assertThat(compared.body().at("/revision").isNull()).isTrue();
        assertThat(node.lists.lastRevision()).isEqualTo(before);
    }

    @Test
    void whatIsThereAlreadyIsUnchangedAndMoreSubscribersChangeTheRule() {
        paired("kind=lock", HEADER + PHONE + "," + ALICE + ",\n");

        Answer same = paired("kind=lock", HEADER + PHONE + "," + ALICE + ",\n");
        assertThat(same.text("/counts/unchanged")).isEqualTo("1");
        assertThat(same.body().at("/revision").isNull()).isTrue();

        assertThat(paired("kind=lock", HEADER + PHONE + "," + BOB + ",\n").text("/counts/changed"))
                .isEqualTo("1");
        assertThat(verdict(PHONE, ALICE)).isEqualTo("permitted");
        assertThat(verdict(PHONE, BOB)).isEqualTo("permitted");
    }

    @Test
    void aDeltaTakesSubscribersOutAndWithTheLastTheRule() {
        paired("kind=lock", HEADER + PHONE + "," + ALICE + ",\n" + PHONE + "," + BOB + ",\n");
        String delta = "imei,imsi,change_type\n" + PHONE + ",%s,remove\n";

        assertThat(paired("kind=lock", delta.formatted(ALICE)).text("/counts/changed"))
                .isEqualTo("1");
        assertThat(verdict(PHONE, ALICE)).isEqualTo("prohibited");
        Answer twice = paired("kind=lock", delta.formatted(ALICE));
        assertThat(twice.text("/rejected/0/rule")).contains("is not named by a rule that op-a has");
        assertThat(twice.text("/rejected/0/value")).isEqualTo("26201**********");
        assertThat(paired("kind=lock", delta.formatted(BOB)).text("/counts/withdrawn"))
                .isEqualTo("1");
        assertThat(verdict(PHONE, ALICE)).isEqualTo("unknown");
    }

    @Test
    void aReplacementWithdrawsWhatIsMissingAndNothingOfAnotherKindOrSource() {
        paired("kind=lock", HEADER + PHONE + "," + ALICE + ",\n");
        paired("kind=exception", HEADER + "35387923425263," + ALICE + ",\n");
        paired("kind=lock&source=op-b", HEADER + "35387923425264," + ALICE + ",\n");

        Answer replaced = paired("kind=lock&mode=replace&source=op-a", HEADER + OTHER + "," + BOB + ",\n");

        assertThat(replaced.body().at("/counts").toString())
                .isEqualTo("{\"rows\":1,\"rejected\":0,\"new\":1,\"unchanged\":0,\"changed\":0,\"withdrawn\":1}");
        assertThat(verdict(PHONE, BOB)).isEqualTo("unknown");
        assertThat(node.get("/api/v1/exceptions?imei=35387923425263").body().at("/exceptions"))
                .hasSize(1);
        assertThat(verdict("35387923425264", BOB)).isEqualTo("prohibited");
    }

    @Test
    void aReplacementWithoutOneGoodRowIsRefused() {
        paired("kind=lock", HEADER + PHONE + "," + ALICE + ",\n");

        Answer refused = paired("kind=lock&mode=replace&source=op-a", HEADER + OTHER + ",12,\n");

        assertThat(refused.problem()).isEqualTo("beyond-limits");
        assertThat(verdict(PHONE, BOB)).isEqualTo("prohibited");
    }

    @Test
    void badRowsAreNamedAndCostNoOther() {
        String rows = HEADER
                + "490154203237519," + ALICE + ",\n"
                + OTHER + ",2620198765432101,\n"
                + OTHER + "\n"
                + PHONE + "," + ALICE + ",\n"
                + PHONE + "," + BOB + ",\n"
                + PHONE + "," + CAROL + ",\n"
                + PHONE + ",001010000000002,\n";

        Answer imported = paired("kind=lock", rows);

        assertThat(imported.body().at("/rejected").toString())
                .isEqualTo("[{\"line\":2,\"field\":\"imei\",\"value\":\"490154203237519\",\"rule\":\""
                        + imported.text("/rejected/0/rule") + "\"},"
                        + "{\"line\":3,\"field\":\"imsi\",\"value\":\"26201***********\","
                        + "\"rule\":\"an IMSI has 6 to 15 decimal digits\"},"
                        + "{\"line\":4,\"field\":\"row\",\"value\":\"\",\"rule\":\"has 1 fields where the header names 3\"},"
                        + "{\"line\":8,\"field\":\"imsi\",\"value\":\"00101**********\","
                        + "\"rule\":\"the device's rules may name 3 subscribers, and do by now\"}]");
        assertThat(imported.text("/counts/new")).isEqualTo("1");
        assertThat(imported.raw().body()).doesNotContain(ALICE, BOB, "2620198765432101");
    }

    @Test
    void aRuleOfTheOtherKindStandsInTheWay() {
        paired("kind=exception", HEADER + PHONE + "," + ALICE + ",\n");

        Answer lock = paired("kind=lock", HEADER + PHONE + "," + BOB + ",\n");

        assertThat(lock.text("/rejected/0/rule")).isEqualTo("op-a has exception 1 for this device; withdraw it first");
        assertThat(lock.text("/counts/unchanged")).isEqualTo("0");
    }

    @Test
    void nobodyImportsForAnother() {
        Answer refused = node.send(node.request("op-b", PATH + "kind=lock&source=op-a")
                .header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofString(HEADER)));

        assertThat(refused.problem()).isEqualTo("not-the-owner");
    }

    @Test
    void rowsThatWouldUndoWhatAnotherOrganisationListedAreRejected() {
        String allowedBefore = HEADER + PHONE + "," + ALICE + ",\n";
        assertThat(paired("op-b", "kind=exception", allowedBefore).text("/counts/new"))
                .isEqualTo("1");
        long entry = node.added("black", PHONE, "stolen");
        String rows = allowedBefore + PHONE + "," + BOB + ",\n" + OTHER + "," + BOB + ",\n";

        Answer imported = paired("op-b", "kind=exception", rows);

        assertThat(imported.body().at("/rejected").toString())
                .isEqualTo("[{\"line\":3,\"field\":\"imei\",\"value\":\"49015420323751\","
                        + "\"rule\":\"is in the black list of op-a (entry " + entry + ", 49015420323751): "
                        + "only op-a or an administrator makes an exception from that\"}]");
        assertThat(imported.text("/counts/new")).isEqualTo("1");
        assertThat(imported.text("/counts/unchanged")).isEqualTo("1");
        assertThat(verdict(PHONE, BOB)).isEqualTo("prohibited");
        assertThat(verdict(OTHER, BOB)).isEqualTo("permitted");
        String taken = "imei,imsi,change_type\n" + PHONE + "," + ALICE + ",remove\n";
        assertThat(paired("op-b", "kind=exception", taken).text("/counts/withdrawn"))
                .isEqualTo("1");
        assertThat(paired("op-b", "kind=lock", rows).text("/counts/rejected")).isEqualTo("1");
        assertThat(paired("kind=exception", rows).text("/counts/rejected")).isEqualTo("0");
    }

    @Test
    void whatIsBeyondOnePersonsLimitIsRefused() {
        node.close();
        node = new TestNode(new ApprovalLimits(true, 1, 10_000, 100, 50, 14));

        Answer refused = paired("kind=lock", HEADER + PHONE + "," + ALICE + ",\n" + OTHER + "," + BOB + ",\n");

        assertThat(refused.problem()).isEqualTo("beyond-limits");
        assertThat(refused.text("/detail")).contains("2 rules", "at most 1", "split it");
        assertThat(verdict(PHONE, BOB)).isEqualTo("unknown");
        assertThat(paired("kind=lock", HEADER + PHONE + "," + ALICE + ",\n").status())
                .isEqualTo(200);
    }

    @Test
    void aFileMayComePacked() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write((HEADER + PHONE + "," + ALICE + ",\n").getBytes(StandardCharsets.UTF_8));
        }

        Answer imported = node.send(node.request(PATH + "kind=lock")
                .header("Content-Type", "text/csv")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(packed.toByteArray())));

        assertThat(imported.text("/counts/new")).isEqualTo("1");
    }

    @Test
    void aListHasAtMostOneHundredThousandRows() {
        StringBuilder file = new StringBuilder("imei,imsi\n");
        for (int row = 0; row <= 100_000; row++) {
            file.append("x,y\n");
        }

        Answer refused = paired("kind=lock", file.toString());

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/detail")).contains("more than 100000 rows");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind=lock | imei,msisdn | the first line names the columns: imei and imsi",
                "kind=lock | imei,imsi,imsii | is no known column",
                "kind=lock | imei,imsi,IMSI | is there twice",
                "kind=lock | 490154203237518,262011234567890 | 49015**********",
                "kind=lock&mode=replace&source=op-a | imei,imsi,change_type | makes the file a delta",
            })
    void aHeaderThatSaysSomethingElseIsRefused(String query, String header, String rule) {
        Answer refused = paired(query, header + "\n");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/errors/0/field")).isEqualTo("header");
        assertThat(refused.text("/detail")).contains(rule);
    }

    @ParameterizedTest
    @CsvSource({"kind=both,kind", "mode=add,kind", "kind=lock&mode=replace,source", "kind=lock&list=black,list"})
    void whatIsAskedForIsCheckedFirst(String query, String parameter) {
        assertThat(paired(query, HEADER).text("/errors/0/parameter")).isEqualTo(parameter);
    }

    private Answer paired(String query, String csv) {
        return paired(TestNode.TOKEN, query, csv);
    }

    private Answer paired(String token, String query, String csv) {
        return node.send(node.request(token, PATH + query)
                .header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofString(csv)));
    }

    private String verdict(String imei, String imsi) {
        return node.get("/api/v1/checks/" + imei + "?imsi=" + imsi).text("/verdict");
    }
}
