package org.eir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eir.admin.TestNode.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the contract allows is done and what it forbids is refused. Answers are judged in every test of this module. */
class ContractTest {
    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "true | POST | /api/v1/entries | {\"list\":\"black\",\"identity\":\"490154203237518\",\"reason\":\"stolen\"}",
                "true | POST | /api/v1/entries?checkDigit=ignore | {\"list\":\"grey\",\"identity\":\"35693803\",\"reason\":\"court-order\",\"scope\":\"everyone\",\"exempt\":true,\"source\":\"op-b\"}",
                "true | POST | /api/v1/entries | {\"list\":\"white\",\"identity\":\"35693803000000-35693803000099\",\"reason\":\"other\",\"note\":\"n\",\"reference\":\"r\",\"reported\":\"2026-11-01\",\"validFrom\":\"2026-11-01T00:00:00Z\"}",
                "false | POST | /api/v1/entries | {\"list\":\"black\",\"identity\":\"4901\",\"reason\":\"stolen\"}",
                "false | POST | /api/v1/entries | {\"list\":\"black\",\"identity\":\"490154203237518\",\"reason\":\"theft\"}",
                "true | POST | /api/v1/entries | {\"list\":\"black\",\"identity\":\"490154203237518\",\"reason\":\"lost\",\"scope\":\"op-a\"}",
                "false | POST | /api/v1/entries | {\"list\":\"black\",\"identity\":\"490154203237518\",\"reason\":\"lost\",\"scope\":\"\"}",
                "false | POST | /api/v1/entries | {\"list\":\"black\",\"identity\":\"490154203237518\",\"reason\":\"lost\",\"colour\":\"red\"}",
                "false | POST | /api/v1/entries | {\"list\":\"black\",\"reason\":\"lost\"}",
                "true | GET | /api/v1/entries?identity=490154203237518 | ``",
                "true | GET | /api/v1/entries | ``",
                "true | GET | /api/v1/entries?list=black&reason=stolen&source=op-a&tac=35693803&recordedFrom=2026-11-01&recordedUntil=2026-11-02T00:00:00Z&state=all&limit=500 | ``",
                "false | GET | /api/v1/entries?state=gone | ``",
                "false | GET | /api/v1/entries?tac=3569380 | ``",
                "false | GET | /api/v1/entries?limit=501 | ``",
                "true | POST | /api/v1/device-groups | {\"identities\":[\"490154203237518\",\"35693803564380\"]}",
                "false | POST | /api/v1/device-groups | {\"identities\":[\"490154203237518\"]}",
                "false | POST | /api/v1/device-groups | {\"identities\":\"490154203237518\"}",
                "false | POST | /api/v1/device-groups | {\"identities\":[490154203237518,35693803564380]}",
                "true | GET | /api/v1/device-groups?identity=490154203237518 | ``",
                "false | GET | /api/v1/device-groups?identity=35693803 | ``",
                "true | GET | /api/v1/reasons | ``",
                "true | GET | /api/v1/checks/490154203237518?imsi=262011234567890&origin=example.org | ``",
                "false | GET | /api/v1/checks/490154203237518?imsi=26 | ``",
                "true | POST | /api/v1/subscribers/devices | {\"imsi\":\"262011234567890\",\"reference\":\"r\"}",
                "false | POST | /api/v1/subscribers/devices | {\"imsi\":\"26\"}",
                "false | POST | /api/v1/subscribers/devices | {\"reference\":\"r\"}",
                "true | POST | /api/v1/subscribers/of-device | {\"imei\":\"49015420323751\"}",
                "false | POST | /api/v1/subscribers/of-device | {\"imei\":\"49015420\"}",
                "true | POST | /api/v1/imports?list=black&mode=replace&source=op-b&dryRun=true&checkDigit=ignore&name=f.csv&reason=lost | imei",
                "false | POST | /api/v1/imports?list=blue | imei",
                "false | POST | /api/v1/imports?list=black&mode=merge | imei",
                "true | GET | /api/v1/changes?after=0&limit=10 | ``",
                "true | GET | /api/v1/checks/490154203237518?at=2026-11-01T00:00:00Z | ``",
                "true | GET | /api/v1/audit/statuses/490154203237518 | ``",
                "true | POST | /api/v1/audit/statuses | {\"identities\":[\"490154203237518\"],\"origin\":\"example.org\"}",
                "false | POST | /api/v1/audit/statuses | {\"identities\":[]}",
                "true | GET | /api/v1/audit/list?list=black&at=2026-11-01&limit=10000 | ``",
                "false | GET | /api/v1/audit/list?list=blue | ``",
                "false | GET | /api/v1/audit/list?limit=10001 | ``",
                "true | GET | /api/v1/audit/devices/490154203237518?limit=500 | ``",
                "false | GET | /api/v1/audit/devices/49015420 | ``",
                "false | GET | /api/v1/changes?limit=0 | ``",
                "true | GET | /api/v1/status | ``",
                "true | GET | /api/v1/peers | ``",
                "true | GET | /api/v1/caller | ``",
                "true | GET | /api/v1/api-keys?after=0&limit=10 | ``",
                "false | GET | /api/v1/api-keys?limit=0 | ``",
                "true | POST | /api/v1/api-keys | {\"name\":\"billing\",\"roles\":[\"operator\",\"viewer\"],\"organisation\":\"op-b\",\"expires\":\"2026-12-31\"}",
                "false | POST | /api/v1/api-keys | {\"name\":\"billing\",\"roles\":[]}",
                "false | POST | /api/v1/api-keys | {\"name\":\"billing\",\"roles\":[\"boss\"]}",
                "false | POST | /api/v1/api-keys | {\"roles\":[\"viewer\"]}"
            })
    void theContractAndTheServerAgree(boolean good, String method, String uri, String body) {
        String type = uri.contains("/imports") ? "text/csv" : "application/json";

        Answer answer =
                node.send(node.request(uri).header("Content-Type", type).method(method, BodyPublishers.ofString(body)));

        assertThat(answer.status() < 300).as(answer.raw().body()).isEqualTo(good);
        assertThat(Contract.judgeRequest(method, uri, type, body).hasErrors()).isEqualTo(!good);
    }

    @Test
    void everyCallNeedsThePermissionThatTheContractNames() throws IOException {
        Answer contract = node.send(node.anonymous("/openapi.yaml").GET());
        Map<String, String> needed = new TreeMap<>();
        Map<String, String> named = new TreeMap<>();
        new YAMLMapper()
                .readTree(contract.raw().body())
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(call -> {
                    String method = call.getKey().toUpperCase(Locale.ROOT);
                    String name = method + " " + path.getKey();
                    named.put(name, call.getValue().path("x-permission").asText("none"));
                    needed.put(name, neededFor(method, path.getKey().replaceAll("[{]\\w+[}]", "1")));
                }));

        assertThat(needed).isEqualTo(named).containsEntry("POST /api/v1/entries", "change-entries");
    }

    private String neededFor(String method, String path) {
        Answer answer = node.send(node.request(TestNode.NOBODY, path).method(method, BodyPublishers.ofString("{}")));
        Matcher permission = Pattern.compile("needs the permission ([a-z-]+)").matcher(answer.text("/detail"));
        return answer.status() == 403 && permission.find() ? permission.group(1) : "none";
    }

    @Test
    void theContractIsServedWithoutAToken() {
        Answer contract = node.send(node.anonymous("/openapi.yaml").GET());

        assertThat(contract.status()).isEqualTo(200);
        assertThat(contract.raw().body()).startsWith("openapi: 3.0.3");
    }
}
