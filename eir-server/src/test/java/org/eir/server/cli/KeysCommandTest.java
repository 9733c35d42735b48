package org.eir.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class KeysCommandTest {
    private static final String KEY = """
            {"id":7,"name":"billing","roles":["operator","viewer"],"organisation":"op-a","state":"active",\
            "created":"2026-11-27T00:00:00Z","createdBy":"admin","expires":"2027-12-31T00:00:00Z","revoked":null,\
            "lastUsed":null%s}""";

    @Test
    void aNewKeyIsAllThatStandardOutputGets() throws IOException {
        try (FakeRegister register =
                FakeRegister.start().says("POST /api/v1/api-keys", 201, KEY.formatted(",\"key\":\"eir_secret\""))) {
            Typed.Result result = Typed.at(register)
                    .types(
                            "keys",
                            "create",
                            "billing",
                            "--role",
                            "operator",
                            "--role",
                            "viewer",
                            "--expires",
                            "2027-12-31T00:00:00Z");

            assertThat(result.exitCode()).isZero();
            assertThat(result.out()).isEqualTo("eir_secret\n");
            assertThat(result.err()).contains("shown only now");
            assertThat(register.asked().getFirst().body()).isEqualTo("""
                    {"name":"billing","roles":["operator","viewer"],"expires":"2027-12-31T00:00:00Z"}""");
        }
    }

    @Test
    void allPagesOfKeysAreListed() throws IOException {
        try (FakeRegister register = FakeRegister.start()
                .says(
                        "GET /api/v1/api-keys?after=0&limit=1000",
                        200,
                        "{\"keys\":[" + KEY.formatted("") + "],\"next\":7}")
                .says(
                        "GET /api/v1/api-keys?after=7&limit=1000",
                        200,
                        "{\"keys\":[" + KEY.formatted("").replace("billing", "crm") + "],\"next\":null}")) {
            Typed.Result result = Typed.at(register).types("keys", "list");

            assertThat(result.out().lines()).hasSize(3);
            assertThat(result.out()).contains("billing", "crm", "operator, viewer", "CREATEDBY");
        }
    }

    @Test
    void aKeyIsRevokedByItsNumber() throws IOException {
        try (FakeRegister register =
                FakeRegister.start().says("POST /api/v1/api-keys/7/revoke", 200, KEY.formatted(""))) {
            assertThat(Typed.at(register).types("keys", "revoke", "7").out())
                    .isEqualTo("Key 7 'billing' is revoked.\n");
        }
    }

    @Test
    void whoamiSaysWhoOneIsAndWhatThatAllows() throws IOException {
        try (FakeRegister register = FakeRegister.start().says("GET /api/v1/caller", 200, """
                {"name":"key:billing","roles":["operator"],"organisation":"op-a","permissions":["read-lists","import"],\
                "authentication":"api-key","expires":"2027-12-31T00:00:00Z"}""")) {
            assertThat(Typed.at(register).types("whoami").out()).isEqualTo("""
                    key:billing of op-a
                      roles        operator
                      permissions  read-lists, import
                      by           api-key
                      until        2027-12-31T00:00:00Z
                    """);
        }
    }

    @Test
    void anAuthorityThatCannotBeReadIsSaid() {
        Typed.Result result = new Typed().with("EIR_TOKEN", "x").types("whoami", "--ca-file", "/nowhere/ca.pem");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("/nowhere/ca.pem", "--ca-file or EIR_CA_FILE");
    }
}
