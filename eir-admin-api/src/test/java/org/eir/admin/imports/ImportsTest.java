package org.eir.admin.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.eir.admin.TestNode;
import org.eir.admin.TestNode.Answer;
import org.eir.core.change.Imports.Conflict;
import org.eir.core.change.Imports.Conflicts;
import org.eir.core.change.Imports.Extent;
import org.eir.core.change.Imports.Findings;
import org.eir.core.change.Imports.LaterEdit;
import org.eir.core.change.Imports.LaterEdits;
import org.eir.core.change.Imports.TacRows;
import org.eir.core.identity.ImeiRange;
import org.eir.core.identity.Tac;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportsTest {
    private static final String FILE = """
            imei,reporting_date,status
            490154203237518,20261101,blacklist
            356938035643809,2026-11-02,
            """;

    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void aFileIsAppliedAndSeenByTheNextCheck() {
        Answer accepted = node.upload("list=black&name=stolen.csv", FILE);

        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.text("/state")).isEqualTo("applying");
        assertThat(accepted.header("location")).isEqualTo("/api/v1/imports/1");
        Answer job = node.settled(1);
        assertThat(job.body().toString()).isEqualTo("""
                {"id":1,"state":"applied","list":"black","source":"op-a","mode":"add","reference":"stolen.csv",\
                "overrideGolden":false,\
                "counts":{"rows":2,"new":2,"unchanged":0,"changed":0,"withdrawn":0,"rejected":0,"spareDigits":0},\
                "created":"2026-11-23T10:15:30Z","revision":1,"rollbackRevision":null,"failure":null,"note":null,\
                "preview":{"conflicts":{"rows":0,"first":[]},"goldenConflicts":{"rows":0,"first":[]},\
                "largestTacs":[],\
                "impact":{"seen":0,"changed":0,"changes":[],"origins":[],"complete":true}}}""");
        assertThat(node.verdict("490154203237518")).isEqualTo("prohibited");
        assertThat(node.get("/api/v1/checks/356938035643809").text("/reason")).isEqualTo("stolen");
    }

    @Test
    void aDryRunStopsAtThePreviewUntilItIsApplied() {
        Answer previewed = node.upload("list=grey&dryRun=true", FILE);

        assertThat(previewed.text("/state")).isEqualTo("previewed");
        assertThat(previewed.body().at("/counts/new").asLong()).isEqualTo(2);
        assertThat(node.verdict("490154203237518")).isEqualTo("unknown");

        Answer applying = node.post("/api/v1/imports/1/apply", "");
        assertThat(applying.status()).isEqualTo(202);
        assertThat(node.settled(1).text("/state")).isEqualTo("applied");
        assertThat(node.verdict("490154203237518")).isEqualTo("tracked");

        Answer again = node.post("/api/v1/imports/1/apply", "");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.problem()).isEqualTo("not-previewed");
        assertThat(again.text("/detail")).contains("is applied");
    }

    @Test
    void anImportIsAppliedOnlyOnceTheRegisterOfThisNodeHasIt() {
        node.lists.holdFeed(true);
        node.upload("list=black", FILE);
        Awaitility.await()
                .until(() -> !node.get("/api/v1/changes").body().at("/changes").isEmpty());

        assertThat(node.get("/api/v1/imports/1").text("/state")).isEqualTo("applying");
        node.lists.holdFeed(false);
        assertThat(node.settled(1).text("/state")).isEqualTo("applied");
    }

    @Test
    void replacingWithdrawsWhatTheFileNoLongerHas() {
        node.imported("list=black&source=op-b", FILE);

        Answer job = node.imported("list=black&source=op-b&mode=replace", "imei\n490154203237518\n");

        assertThat(job.body().at("/counts/unchanged").asLong()).isEqualTo(1);
        assertThat(job.body().at("/counts/withdrawn").asLong()).isEqualTo(1);
        assertThat(node.verdict("356938035643809")).isEqualTo("unknown");
        assertThat(node.verdict("490154203237518")).isEqualTo("prohibited");
    }

    @ParameterizedTest
    @CsvSource(value = {"imei", "'imei,status\n\n\n'", "'imei\nnonsense\n'"})
    void aReplacementWithoutAGoodRowIsNotAppliedByItself(String file) {
        node.imported("list=black&source=op-b", FILE);

        Answer job = node.imported("list=black&source=op-b&mode=replace", file);

        assertThat(job.text("/state")).isEqualTo("previewed");
        assertThat(job.text("/note")).contains("withdraws all 2 entries of op-b");
        assertThat(node.verdict("490154203237518")).isEqualTo("prohibited");
        node.post("/api/v1/imports/2/apply", "");
        node.settled(2);
        assertThat(node.verdict("490154203237518")).isEqualTo("unknown");
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "imei",
                "'imei,status\n'",
                "'\uFEFFimei\r\n\r\n'",
                "'imei\nnonsense\n'",
                "'imei,change_type\n1,remove\n'"
            })
    void aFileWithoutAGoodRowIsPreviewedAndThereIsNothingToApply(String file) {
        node.imported("list=black", FILE);
        long before = node.lists.lastRevision();

        Answer job = node.imported("list=black", file);

        assertThat(job.text("/state")).isEqualTo("previewed");
        assertThat(job.text("/note")).isEqualTo("The file has no good row: there is nothing to apply.");
        Answer refused = node.post("/api/v1/imports/2/apply", "");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("not-previewed");
        assertThat(refused.text("/detail")).contains("no good row", "/api/v1/imports/2/rejected");
        assertThat(node.settled(2).text("/state")).isEqualTo("previewed");
        assertThat(node.lists.lastRevision()).isEqualTo(before);
    }

    @Test
    void aReplacementWithoutAGoodRowOfWhatIsNotThereDoesNothingEither() {
        Answer job = node.imported("list=black&source=op-b&mode=replace", "imei\n");

        assertThat(job.text("/note")).isEqualTo("The file has no good row: there is nothing to apply.");
        assertThat(node.post("/api/v1/imports/1/apply", "").problem()).isEqualTo("not-previewed");
    }

    @ParameterizedTest
    @CsvSource({
        "'',list=black",
        "'',list=black&source=op-b&mode=replace",
        "'\n\n',list=golden",
        "'\uFEFF',list=white&dryRun=true"
    })
    void aFileWithoutAHeaderIsRefused(String file, String query) {
        Answer refused = node.upload(query, file);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/errors/0/field")).isEqualTo("header");
        assertThat(refused.text("/errors/0/rule")).startsWith("is missing; the first line names the columns");
        assertThat(node.get("/api/v1/imports").body().at("/imports")).isEmpty();
    }

    @Test
    void columnsAreFoundByNameInAnyOrderAndCase() {
        node.upload(
                "list=black&dryRun=true&name=file.csv",
                "\uFEFF Reference ,VALID_UNTIL,reason,\"IMEI\",valid_from\r\n"
                        + "\"FIR \"\"7\"\", Delhi\",2027-01-01,court-order, 490154203237518 ,2026-12-01T00:00:00Z\r\n"
                        + ",,,356938035643809,\r");

        EntryFacts first = node.imports.staged(1).getFirst();
        assertThat(first.identity().text()).isEqualTo("49015420323751");
        assertThat(first.reference()).isEqualTo("FIR \"7\", Delhi");
        assertThat(first.reason()).isEqualTo(Reason.COURT_ORDER);
        assertThat(first.validity().from()).isEqualTo(Instant.parse("2026-12-01T00:00:00Z"));
        assertThat(first.validity().until()).isEqualTo(Instant.parse("2027-01-01T00:00:00Z"));
        EntryFacts second = node.imports.staged(1).get(1);
        assertThat(second.reference()).isEqualTo("file.csv");
        assertThat(second.reason()).isEqualTo(Reason.STOLEN);
        assertThat(second.validity().isAlways()).isTrue();
    }

    @Test
    void aTacFileListsWholeModels() {
        node.imported("list=black&reason=counterfeit", "tac\n35693803\n1234567\n");

        assertThat(node.get("/api/v1/checks/356938031234567").text("/level")).isEqualTo("tac");
        assertThat(node.get("/api/v1/imports/1/rejected").text("/rejected/0/rule"))
                .isEqualTo("a TAC has 8 decimal digits");
    }

    @Test
    void aRegistrationListKeepsWhatItTellsOfTheDevice() {
        node.upload("list=white&dryRun=true", """
                approved_imei,make,model,status,model_number,brand_name,device_type,radio_interface,device_id
                35209900176148,Acme,"X1, blue",whitelist,X1-B,,Smartphone,LTE,17
                35209900176149,,,,,,,,
                35209900176150,Acme,X1,not_registered,,,,,
                """);

        assertThat(node.imports.staged(1).getFirst().note())
                .isEqualTo("make: Acme; model: X1, blue; model_number: X1-B; device_type: Smartphone;"
                        + " radio_interface: LTE; device_id: 17");
        assertThat(node.imports.staged(1).get(1).note()).isNull();
        assertThat(node.get("/api/v1/imports/1/rejected").text("/rejected/0/rule"))
                .isEqualTo("has to be whitelist or empty in an import into the white list");
    }

    @Test
    void aBlackListThatWasHandedOutCountsFromItsBlockDate() {
        node.upload("list=black&dryRun=true", """
                imei,block_date,reasons
                49015420323751,20261224,Duplicate IMEI detected
                35693803564380,20261101,
                """);

        EntryFacts toCome = node.imports.staged(1).getFirst();
        assertThat(toCome.validity().from()).isEqualTo(Instant.parse("2026-12-24T00:00:00Z"));
        assertThat(toCome.note()).isEqualTo("reasons: Duplicate IMEI detected");
        assertThat(node.imports.staged(1).get(1).validity().isAlways()).isTrue();
    }

    @Test
    void aGoldenListOfHashesIsRefusedRowByRowWithTheReason() {
        Answer job = node.upload(
                "list=golden&dryRun=true", "golden_imei\n49015420323751\n5D41402ABC4B2A76B9719D911017C592\n");

        assertThat(job.body().at("/counts/new").asLong()).isEqualTo(1);
        assertThat(node.get("/api/v1/imports/1/rejected").text("/rejected/0/rule"))
                .contains("MD5", "send the IMEIs themselves");
    }

    @Test
    void aDeltaAddsAndRemovesWhatItNames() {
        node.imported("list=black", FILE);

        Answer job = node.imported("list=black", """
                imei,reporting_date,status,change_type
                490154203237518,20261101,,remove
                352099001761481,20261101,,ADD
                868918031234564,20261101,,
                86891803123457,20261101,,replace
                """);

        assertThat(job.body().at("/counts/new").asLong()).isEqualTo(2);
        assertThat(job.body().at("/counts/withdrawn").asLong()).isEqualTo(1);
        assertThat(node.verdict("490154203237518")).isEqualTo("unknown");
        assertThat(node.verdict("356938035643809")).isEqualTo("prohibited");
        assertThat(node.verdict("352099001761481")).isEqualTo("prohibited");
        assertThat(node.get("/api/v1/imports/2/rejected").text("/rejected/0/rule"))
                .isEqualTo("has to be add, update or remove");
    }

    @Test
    void aDeltaIsNotTheWholeList() {
        Answer refused = node.upload("list=black&source=op-a&mode=replace", "imei,change_type\n490154203237518,add\n");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/errors/0/rule")).contains("is not the whole list: mode=add");
    }

    @Test
    void aPreviewNamesConflictsAndTheLargestModels() {
        Conflict conflict =
                new Conflict(2, new ImeiRange(49015420323751L, 49015420323751L), 7, EquipmentList.WHITE, "customs");
        node.imports.findings = new Findings(
                new Conflicts(3, List.of(conflict)),
                Conflicts.NONE,
                List.of(new TacRows(new Tac(1), 2)),
                null,
                new LaterEdits(0, List.of()),
                Extent.NONE);

        Answer job = node.upload("list=black&dryRun=true&overrideGolden=true", FILE);

        assertThat(job.body().at("/overrideGolden").asBoolean()).isTrue();
        assertThat(job.body().at("/preview").toString()).isEqualTo("""
                {"conflicts":{"rows":3,"first":[{"line":2,"identity":"49015420323751","entry":7,"list":"white",\
                "source":"customs"}]},"goldenConflicts":{"rows":0,"first":[]},\
                "largestTacs":[{"tac":"00000001","rows":2}],\
                "impact":{"seen":0,"changed":0,"changes":[],"origins":[],"complete":true}}""");
    }

    @Test
    void anAppliedImportIsTakenBackOnce() {
        node.imported("list=black", FILE);
        node.imported("list=black&source=op-a&mode=replace", "imei\n490154203237518\n352099001761481\n");
        node.imports.findings = new Findings(
                Conflicts.NONE,
                Conflicts.NONE,
                List.of(),
                null,
                new LaterEdits(1, List.of(new LaterEdit(new ImeiRange(49015420323751L, 49015420323751L), 9))),
                Extent.NONE);

        Answer rolledBack = node.post("/api/v1/imports/2/rollback", "");

        assertThat(rolledBack.status()).isEqualTo(200);
        assertThat(rolledBack.text("/state")).isEqualTo("rolled-back");
        assertThat(rolledBack.body().at("/rollbackRevision").asLong()).isEqualTo(3);
        assertThat(rolledBack.body().at("/laterEdits").toString())
                .isEqualTo("{\"identities\":1,\"first\":[{\"identity\":\"49015420323751\",\"revision\":9}]}");
        assertThat(node.verdict("356938035643809")).isEqualTo("prohibited");
        assertThat(node.verdict("352099001761481")).isEqualTo("unknown");

        Answer again = node.post("/api/v1/imports/2/rollback", "");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.problem()).isEqualTo("not-applied");
        assertThat(again.text("/detail")).contains("is rolled-back");
        assertThat(node.post("/api/v1/imports/9/rollback", "").status()).isEqualTo(404);
    }

    @Test
    void whatIsOvertakenByOthersAgainAndAgainMayBeTriedAgain() {
        node.imports.beOvertaken(true);

        Answer job = node.imported("list=black", FILE);

        assertThat(job.text("/state")).isEqualTo("previewed");
        assertThat(job.text("/failure"))
                .isEqualTo("Others changed the same entries again and again meanwhile; nothing was applied;"
                        + " POST /api/v1/imports/1/apply tries again.");
        node.imports.beOvertaken(false);
        node.post("/api/v1/imports/1/apply", "");
        assertThat(node.settled(1).text("/state")).isEqualTo("applied");
        node.imports.beOvertaken(true);

        Answer rollback = node.post("/api/v1/imports/1/rollback", "");

        assertThat(rollback.status()).isEqualTo(503);
        assertThat(rollback.problem()).isEqualTo("overtaken");
        assertThat(rollback.header("retry-after")).isNotEmpty();
        assertThat(node.get("/api/v1/imports/1").text("/state")).isEqualTo("applied");
        node.imports.beOvertaken(false);
        assertThat(node.post("/api/v1/imports/1/rollback", "").status()).isEqualTo(200);
    }

    @Test
    void importsAreListedTheLatestFirst() {
        node.imported("list=black", FILE);
        node.upload("list=grey&dryRun=true", FILE);
        node.upload("list=white&dryRun=true", FILE.replace("blacklist", ""));

        Answer first = node.get("/api/v1/imports?limit=2");
        assertThat(first.body().at("/imports/0/list").asText()).isEqualTo("white");
        assertThat(first.body().at("/next").asLong()).isEqualTo(2);
        Answer second = node.get("/api/v1/imports?limit=2&after=2");
        assertThat(second.body().at("/imports")).hasSize(1);
        assertThat(second.text("/imports/0/state")).isEqualTo("applied");
        assertThat(second.body().at("/next").isNull()).isTrue();
    }

    @Test
    void aRegistrationListGivesTheDefaultReasonOfItsList() {
        node.imported("list=white", "approved_imei\n35209900176148\n");

        assertThat(node.get("/api/v1/checks/352099001761481").text("/reason")).isEqualTo("other");
    }

    @Test
    void spareDigitsAreCountedAndWrongOnesIgnoredOnDemand() {
        String file = "imei\n490154203237510\n356938035643807\n";

        Answer verified = node.upload("list=black&dryRun=true", file);
        Answer ignored = node.upload("list=black&dryRun=true&checkDigit=ignore", file);

        assertThat(verified.body().at("/counts/spareDigits").asLong()).isEqualTo(1);
        assertThat(verified.body().at("/counts/rejected").asLong()).isEqualTo(1);
        assertThat(ignored.body().at("/counts/rejected").asLong()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "490154203237517,,,| imei | is 8, not 7",
                "49015420323751A,,,| imei | 14 to 16 decimal digits",
                ",,,| imei | 14 to 16 decimal digits",
                "4901 5420 3237 518,,,| imei | 14 to 16 decimal digits",
                "490154203237518,20261301,,| reporting_date | yyyymmdd",
                "490154203237518,2026-02-30,,| reporting_date | yyyymmdd",
                "490154203237518,20261125,,| reporting_date | future",
                "490154203237518,19691231,,| reporting_date | 1970",
                "490154203237518,,whitelist,| status | blacklist or empty",
                "490154203237518,,,stole| reason | did you mean 'stolen'?",
                "490154203237518,,| row | has 3 fields where the header names 4",
                "490154203237518,,,,| row | has 5 fields where the header names 4",
                "\"490154203237518,,,| row | not closed",
                "\"490154203237518\"x,,,| row | closing quote"
            })
    void aBadRowCostsThatRowOnly(String row, String field, String rule) {
        String file = "imei,reporting_date,status,reason\n"
                + "490154203237518,,,\n"
                + "\r\n"
                + row + "\n"
                + "356938035643809,20261124,BLACKLIST,lost\n";

        Answer job = node.upload("list=black&dryRun=true", file);

        assertThat(job.body().at("/counts/rows").asLong()).isEqualTo(3);
        assertThat(job.body().at("/counts/new").asLong()).isEqualTo(2);
        Answer rejected = node.get("/api/v1/imports/1/rejected");
        assertThat(rejected.body().at("/rejected")).hasSize(1);
        assertThat(rejected.body().at("/rejected/0/line").asLong()).isEqualTo(4);
        assertThat(rejected.text("/rejected/0/field")).isEqualTo(field);
        assertThat(rejected.text("/rejected/0/rule")).contains(rule);
    }

    @Test
    void bytesThatAreNoTextAndEndlessLinesCostTheirRowOnly() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes("imei,reference\n".getBytes(StandardCharsets.UTF_8));
        file.writeBytes(new byte[] {'4', (byte) 0xC3, (byte) 0x28, ',', '\n'});
        file.writeBytes(("490154203237518," + "x".repeat(100_000) + "\n").getBytes(StandardCharsets.UTF_8));
        file.writeBytes("490154203237518,a\u0000b\n".getBytes(StandardCharsets.UTF_8));
        file.writeBytes("356938035643809,Zoë\n".getBytes(StandardCharsets.UTF_8));

        Answer job = node.upload("list=black&dryRun=true", BodyPublishers.ofByteArray(file.toByteArray()));

        assertThat(job.body().at("/counts/new").asLong()).isEqualTo(1);
        Answer rejected = node.get("/api/v1/imports/1/rejected");
        assertThat(rejected.text("/rejected/0/rule")).contains("UTF-8");
        assertThat(rejected.text("/rejected/1/rule")).contains("longer than 8192 bytes");
        assertThat(rejected.body().at("/rejected/1/line").asLong()).isEqualTo(3);
        assertThat(rejected.text("/rejected/2/rule")).contains("control character");
        assertThat(rejected.text("/rejected/2/value")).isEqualTo("a\uFFFDb");
    }

    @Test
    void anUnclosedQuoteSwallowsNoOtherRow() {
        Answer job =
                node.upload("list=black&dryRun=true", "imei,reference\n490154203237518,\"FIR\n356938035643809,ok\n");

        assertThat(job.body().at("/counts/new").asLong()).isEqualTo(1);
        assertThat(node.get("/api/v1/imports/1/rejected")
                        .body()
                        .at("/rejected/0/line")
                        .asLong())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "imei,colour|colour|is no known column",
                "imei,reson|reson|did you mean 'reason'?",
                "imei;reporting_date|imei;reporting_date|separated by commas",
                "approved_imei|approved_imei|is the column of a file for the white list",
                "golden_imei|golden_imei|is the column of a file for the golden list",
                "imei,imsi,msisdn|imei,imsi,msisdn|a pairing or exception list",
                "date,imei,imsi,msisdn,rat|date,imei,imsi,msisdn,rat|an operator's dump",
                "imei,imsi,msisdn,block_date,reasons|imei,imsi,msisdn,block_date,reasons|a notification list",
                "imei,block_date,valid_from|imei,block_date,valid_from|one of them has to go",
                "imei,IMEI|IMEI|is there twice",
                "imei,tac|imei,tac|one column with the identity",
                "reason,reference|reason,reference|one column with the identity",
                "490154203237518|49015**********|the first line names the columns"
            })
    void aHeaderThatIsNotUnderstoodRefusesTheFile(String header, String value, String rule) {
        Answer refused = node.upload("list=black", header + "\n490154203237518,\n");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/errors/0/field")).isEqualTo("header");
        assertThat(refused.text("/errors/0/value")).isEqualTo(value);
        assertThat(refused.text("/errors/0/rule")).contains(rule);
        assertThat(node.imports.opened()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "mode=add,list,is missing",
        "list=blue,list,'has to be black, grey, white or golden'",
        "list=black&mode=replace,source,is missing",
        "list=black&mode=merge,mode,add or replace",
        "list=black&dryrun=true,dryrun,did you mean 'dryRun'?",
        "list=black&dryRun=yes,dryRun,true or false",
        "list=black&checkDigit=maybe,checkDigit,verify or ignore",
        "list=black&reason=x,reason,has to be stolen"
    })
    void aParameterThatIsWrongRefusesTheImport(String query, String parameter, String rule) {
        Answer refused = node.upload(query, FILE);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/errors/0/parameter")).isEqualTo(parameter);
        assertThat(refused.text("/errors/0/rule")).contains(rule);
    }

    @Test
    void rejectedRowsAreReadByPages() {
        node.upload("list=black&dryRun=true", "imei\n" + "1\n".repeat(5));

        Answer first = node.get("/api/v1/imports/1/rejected?limit=3");
        assertThat(first.body().at("/rejected")).hasSize(3);
        assertThat(first.body().at("/next").asLong()).isEqualTo(4);
        Answer second = node.get("/api/v1/imports/1/rejected?limit=3&after=4");
        assertThat(second.body().at("/rejected")).hasSize(2);
        assertThat(second.body().at("/next").isNull()).isTrue();
        assertThat(node.get("/api/v1/imports/9/rejected").status()).isEqualTo(404);
        assertThat(node.get("/api/v1/imports/1/rejected?limit=0").status()).isEqualTo(422);
    }

    @Test
    void aPackedFileIsUnpackedOnTheWay() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(FILE.getBytes(StandardCharsets.UTF_8));
        }

        Answer job = gzipped(packed.toByteArray());
        assertThat(job.body().at("/counts/new").asLong()).isEqualTo(2);

        Answer broken = gzipped(FILE.getBytes(StandardCharsets.UTF_8));
        assertThat(broken.status()).isEqualTo(400);
        assertThat(broken.text("/detail")).contains("not proper gzip");
    }

    private Answer gzipped(byte[] body) {
        return node.send(node.request("/api/v1/imports?list=black&dryRun=true")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(body)));
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Encoding,br",
        "Content-Type,application/json",
        "Content-Type,multipart/form-data; boundary=x",
        "Content-Type,text/csv; charset=iso-8859-1",
        "Content-Type,text/csv; charset=no-such-charset",
        "Content-Type,text/csv; charset=utf-8; charset=utf-16"
    })
    void aBodyOfAnotherKindIsRefused(String header, String value) {
        Answer refused = node.send(
                node.request("/api/v1/imports?list=black").header(header, value).POST(BodyPublishers.ofString(FILE)));

        assertThat(refused.status()).isEqualTo(415);
        assertThat(refused.problem()).isEqualTo("unsupported-media-type");
    }

    @Test
    void anImportThatCannotBeAppliedSaysSoAndCanBeAppliedLater() {
        node.imports.mayApply.drainPermits();
        node.upload("list=black", FILE);
        node.lists.goAway(true);
        node.imports.mayApply.release();
        assertThat(node.get("/api/v1/imports/1").status()).isEqualTo(503);
        Awaitility.await()
                .until(() -> node.meters
                                .get("eir.imports")
                                .tag("state", "failed")
                                .counter()
                                .count()
                        == 1);
        node.lists.goAway(false);

        Answer job = node.settled(1);
        assertThat(job.text("/state")).isEqualTo("previewed");
        assertThat(job.text("/failure")).contains("nothing was applied", "POST /api/v1/imports/1/apply");

        node.imports.mayApply.release();
        node.post("/api/v1/imports/1/apply", "");
        assertThat(node.settled(1).text("/state")).isEqualTo("applied");
    }

    @Test
    void anImportThatTheDatabaseLeftHalfWayHasFailed() {
        node.imports.breakWhileApplying();

        Answer job = node.imported("list=black", FILE);

        assertThat(job.text("/state")).isEqualTo("failed");
        assertThat(job.text("/failure")).contains("nothing was applied", "import the file again");
        assertThat(node.verdict("490154203237518")).isEqualTo("unknown");
    }

    @Test
    void anImportNeedsTheDatabase() {
        node.lists.goAway(true);

        Answer refused = node.upload("list=black", FILE);

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.problem()).isEqualTo("store-unavailable");
    }

    /** A file of another kind, or a row with a comma too many: nobody expected a subscriber there. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"imei|35209911000002,262011234567890,491711234567", "imei|\"35209911000002,262011234567890"})
    void aSubscriberThatStandsInARefusedRowIsNotShown(String header, String row) {
        Answer job = node.imported("list=black", header + "\n" + row + "\n");

        String rejected = node.get("/api/v1/imports/" + job.text("/id") + "/rejected")
                .raw()
                .body();
        assertThat(rejected)
                .contains("\"field\":\"row\"")
                .doesNotContain("262011")
                .doesNotContain("4917117");
    }

    @Test
    void aSubscriberThatStandsWhereTheHeaderShouldBeIsNotShown() {
        Answer refused = node.upload("list=black", "262011234567890,35209911000002\n");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.raw().body()).contains("26201**********").doesNotContain("262011234567890");
    }

    @Test
    void whatWasTakenInIsAppliedWhileOthersAreTakenIn() {
        node.upload("list=black&dryRun=true", FILE);
        node.imports.mayApply.drainPermits();
        node.upload("list=black", FILE);
        node.upload("list=black", FILE);

        Answer applied = node.post("/api/v1/imports/1/apply", "");

        assertThat(applied.status()).isEqualTo(202);
        node.imports.mayApply.release(3);
        assertThat(node.settled(1).text("/state")).isEqualTo("applied");
    }

    @Test
    void theThirdImportAtOnceIsToldToComeBack() {
        node.imports.mayApply.drainPermits();
        node.upload("list=black", FILE);
        node.upload("list=black", FILE);

        Answer third = node.upload("list=black", FILE);

        assertThat(third.status()).isEqualTo(429);
        assertThat(third.problem()).isEqualTo("too-many-imports");
        assertThat(third.header("retry-after")).isNotEmpty();
        node.imports.mayApply.release(2);
        assertThat(node.settled(1).text("/state")).isEqualTo("applied");
        assertThat(node.settled(2).text("/state")).isEqualTo("applied");
        Awaitility.await()
                .until(() -> node.upload("list=black&dryRun=true", FILE).status() == 202);
    }

    @Test
    void whatTheImportsCameToIsCounted() {
        node.imported("list=black", FILE + "nonsense,,\n");

        String metrics = node.get("/metrics").raw().body();

        assertThat(metrics)
                .contains("eir_import_rows_total{outcome=\"new\"} 2.0")
                .contains("eir_import_rows_total{outcome=\"rejected\"} 1.0")
                .contains("eir_imports_total{state=\"applied\"} 1.0");
    }
}
