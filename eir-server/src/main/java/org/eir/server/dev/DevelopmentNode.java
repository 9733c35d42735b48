package org.eir.server.dev;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eir.admin.access.AdminToken;
import org.eir.map.M3uaConfig;
import org.eir.map.MapConfig;
import org.eir.server.Version;
import org.eir.server.config.EirConfig;
import org.eir.server.node.AdministratorToken;
import org.eir.server.node.EirNode;
import org.eir.server.node.MapAddress;
import org.eir.server.node.StartFailure;
import org.eir.server.node.StopSignal;

/** {@code eir start-dev}. */
public final class DevelopmentNode {
    private DevelopmentNode() {}

    /** Runs until SIGTERM or Ctrl-C. */
    public static void run(EirConfig config, Path directory, PrintWriter out) throws StartFailure {
        if (!EmbeddedDatabase.isHere()) {
            throw new StartFailure("development mode is for source trees, where './eir start-dev' brings a PostgreSQL; "
                    + "this package leaves it out. Run 'eir start --config FILE' with a PostgreSQL of your own "
                    + "(docs/operate.md, Install)");
        }
        Instant began = Instant.now();
        StopSignal stop = new StopSignal();
        try (DataDirectory data = DataDirectory.hold(directory)) {
            out.println("starting in " + data.path() + " …");
            out.flush();
            String token = AdministratorToken.in(directory);
            try (EmbeddedDatabase database = EmbeddedDatabase.start(directory);
                    EirNode node = EirNode.start(
                            config.parts(database.config(), new AdminToken(config.administrator(), token)))) {
                node.ifNew(lists -> DemoLists.enter(lists, config.http().organisation()));
                out.print(greeting(config, directory, node, database, Duration.between(began, Instant.now())));
                out.flush();
                stop.await();
                out.println("stopping …");
                out.flush();
            }
            out.println("stopped; everything is kept in " + data.path());
            out.flush();
        } catch (IOException e) {
            throw new StartFailure("the data directory " + directory + " cannot be used: " + e);
        }
    }

    private static Optional<MapAddress> mapAddress(EirConfig config, EirNode node) {
        M3uaConfig m3ua = config.m3ua();
        MapConfig map = config.map();
        return m3ua == null || map == null || node.m3uaPort().isEmpty()
                ? Optional.empty()
                : MapAddress.of(m3ua, map, node.m3uaPort().getAsInt());
    }

    private static String greeting(
            EirConfig config, Path directory, EirNode node, EmbeddedDatabase database, Duration took) {
        return """

               Equipment Identity Register %s, development mode: ready in %.1f s

                 admin HTTP    %-28s REST (/docs), /health/ready, /metrics
                 Diameter S13  tcp %-24s Origin-Host %s, any peer
                 SS7 MAP       %s
                 PostgreSQL    %-28s in %s
                 token         %s

               Try, in another terminal:

               %s
               Ctrl-C stops it and keeps every entry.
               """.formatted(
                        Version.text(),
                        took.toMillis() / 1000.0,
                        node.httpUrl(),
                        config.s13().host() + ":" + node.s13Port(),
                        config.s13().originHost(),
                        mapAddress(config, node).map(DevelopmentNode::shown).orElse("not configured"),
                        database.config().url().replaceFirst("jdbc:postgresql://", ""),
                        directory.resolve("postgresql"),
                        AdministratorToken.file(directory),
                        commands(DataDirectory.option(directory)));
    }

    /** @param where the option that leads them to this node */
    private static String commands(String where) {
        String demo = """
                ./eir check %s<where>             prohibited: black list, stolen
                ./eir check %s<where>             tracked: grey list
                ./eir check %s<where>             permitted: white list
                ./eir check %s<where>             unknown: in no list
                ./eir check %s<where> --via map   the same over SS7, as a network asks
                ./eir check %s<where> --via s13   and over Diameter
                ./eir list add black %s<where> --reason stolen --reference "FIR 1/2026"
                ./eir import<where> --list black stolen.csv
                """;
        return demo.replace("<where>", where.replace("%", "%%"))
                .formatted(
                        DemoLists.BLACK,
                        DemoLists.GREY,
                        DemoLists.WHITE,
                        DemoLists.UNLISTED,
                        DemoLists.UNLISTED,
                        DemoLists.UNLISTED,
                        DemoLists.UNLISTED)
                .indent(2);
    }

    private static String shown(MapAddress map) {
        return "tcp %-24s M3UA, routing context %d, point code %d"
                .formatted(map.host() + ":" + map.port(), map.routingContext(), map.pointCode());
    }
}
