package org.eir.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import org.eir.server.node.StartFailure;
import org.eir.testkit.PostgresFixture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench start}: how long a node takes from its first instruction until it answers, lists and all. */
@Command(
        name = "start",
        description = "Start-up time of a node with 1 and 10 million entries.",
        mixinStandardHelpOptions = true)
final class StartCommand implements Callable<Integer> {

    @Option(
            names = "--entries",
            split = ",",
            description = "Sizes of the lists to measure, ascending (${DEFAULT-VALUE}).",
            defaultValue = "0,1000000,10000000")
    private List<Integer> sizes = List.of();

    @Override
    public Integer call() throws IOException, SQLException, StartFailure, InterruptedException {
        try (PostgresFixture server = PostgresFixture.start(PostgresFixture.Durability.NONE)) {
            PostgresFixture.Database database = server.newDatabase();
            BenchNode.start(database, Files.createTempDirectory("eir-bench")).close();
            int filled = 0;
            for (int size : sizes) {
                fill(database, filled, size);
                filled = size;
                String state = Files.createTempDirectory("eir-bench").toString();
                List<String> arguments = List.of(
                        Integer.toString(size),
                        database.jdbcUrl(),
                        database.serviceUser(),
                        database.servicePassword(),
                        state);
                for (int time = 0; time < 2; time++) {
                    int exit = ForkedJava.run(List.of("-Xmx4g", "-XX:+UseG1GC"), StartOnce.class, arguments);
                    if (exit != 0) {
                        return exit;
                    }
                }
            }
            return 0;
        }
    }

    /** Entries as an import leaves them, {@value #SERIALS} of each model, without their journal: a start reads only them. */
    private static void fill(PostgresFixture.Database database, int from, int to) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.superuserUrl());
                Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    INSERT INTO entry (id, kind, id_from, id_to, list, scope, source, reason, exempt, added_by, reference, salt)
                    SELECT nextval('entry_id'), 1, imei, imei, 1, '', 'bench', 1, false, 1, 'bench', ''
                    FROM (SELECT 35000000000000 + (n / %d) * 1000000::bigint + (n %% %d) * 4993 AS imei
                          FROM generate_series(%d, %d) n) phones"""
                            .formatted(SERIALS, SERIALS, from, to - 1));
            statement.execute("VACUUM ANALYZE entry");
        }
    }

    private static final int SERIALS = 200;
}
