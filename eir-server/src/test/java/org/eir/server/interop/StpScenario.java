package org.eir.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.eir.map.AssociationStatus;
import org.eir.server.interop.Jss7Msc.Questions;

/** What is played inside the guest, one after the other. */
enum StpScenario {
    /** All vectors, through the STP. */
    VECTORS {
        @Override
        void play(StpTestbed bed) throws IOException {
            try (RawMsc msc = bed.rawMsc()) {
                Conformance.expectOfAll(new MapVectors(), msc);
            }
        }
    },

    /** jSS7 understands every verdict in every version. */
    EVERY_VERSION_AND_VERDICT {
        @Override
        void play(StpTestbed bed) throws IOException {
            int versions = 3;
            List<String> answers = answers(
                    bed.jss7Msc(new Questions(versions * Lists.DEVICES.size(), 1, 0, ANSWER_MS, Lists.DEVICES)));
            assertThat(answers).containsExactlyElementsOf(Lists.everyVersionAndVerdict());
        }
    },

    /** One of two paths loses everything: the association lives on, and so do the questions. */
    ONE_PATH_DOWN {
        @Override
        void play(StpTestbed bed) throws IOException {
            AssociationStatus before = bed.nodeA().status();
            Program msc = bed.jss7Msc(new Questions(90, 10, 100, ANSWER_MS, Lists.DEVICES));
            awaitAnswers(msc, 10);
            bed.paths().lose(100, "path0");
            assertThat(answers(msc)).hasSize(90);
            assertThat(bed.paths().lostOn("path0")).isPositive();
            assertThat(bed.nodeA().status().since()).isEqualTo(before.since());
        }
    },

    /** Two nodes of one application server share the questions. */
    LOADSHARE {
        @Override
        void play(StpTestbed bed) throws IOException {
            long before = bed.nodeA().requests();
            try (RegisterNode nodeB = bed.nodeB()) {
                assertThat(answers(bed.jss7Msc(new Questions(60, 10, 0, ANSWER_MS, Lists.DEVICES))))
                        .hasSize(60);
                assertThat(bed.nodeA().requests() - before).isBetween(15L, 45L);
                assertThat(nodeB.requests()).isBetween(15L, 45L);
            }
        }
    },

    /** One node's only path loses everything until both sides give the association up; then it comes back. */
    ASP_LOST_AND_BACK {
        @Override
        void play(StpTestbed bed) throws IOException {
            try (RegisterNode nodeB = bed.nodeB()) {
                Program msc = bed.jss7Msc(new Questions(500, 50, 50, 2_000, Lists.DEVICES));
                awaitAnswers(msc, 10);
                bed.paths().lose(100, "path2");
                nodeB.lost();
                bed.paths().restore("path2");
                nodeB.active();
                long before = nodeB.requests();
                Awaitility.await("questions to the node that came back")
                        .atMost(LIMIT)
                        .until(() -> nodeB.requests() > before);
                assertThat(answers(msc)).hasSize(500);
            }
        }
    },

    /** A node that is stopped takes its leave (ASP Down): not one question has to be asked again. */
    ASP_LEAVES {
        @Override
        void play(StpTestbed bed) throws IOException {
            // Twenty seconds of questions: on a busy host a node takes some of them to leave.
            int questions = 1_000;
            Program msc;
            try (RegisterNode nodeB = bed.nodeB()) {
                msc = bed.jss7Msc(new Questions(questions, 10, 20, ANSWER_MS, Lists.DEVICES));
                awaitAnswers(msc, 20);
                assertThat(nodeB.requests()).isPositive();
            }
            assertThat(answersSoFar(msc)).as("it still asks").hasSizeLessThan(questions - 10);
            assertThat(answers(msc)).hasSize(questions);
            assertThat(msc.lines()).noneMatch(line -> line.endsWith(" again"));
        }
    },

    /** Every tenth packet is lost on every path and in both directions: every question is answered in the end. */
    TEN_PERCENT_LOSS {
        @Override
        void play(StpTestbed bed) throws IOException {
            for (String path : List.of("path0", "path1")) {
                bed.paths().lose(10, path);
            }
            assertThat(answers(bed.jss7Msc(new Questions(120, 10, 20, ANSWER_MS, Lists.DEVICES))))
                    .hasSize(120);
            assertThat(bed.paths().lostOn("path0")).isPositive();
        }
    };

    private static final int ANSWER_MS = 5_000;
    private static final Duration LIMIT = Duration.ofSeconds(270);

    abstract void play(StpTestbed bed) throws IOException;

    /** Waits until the MSC has its answers, all of them right, and returns them. */
    private static List<String> answers(Program msc) {
        msc.expectEnd(0, LIMIT);
        List<String> answers = answersSoFar(msc).toList();
        assertThat(Lists.everyVersionAndVerdict()).containsAll(answers);
        return answers;
    }

    private static Stream<String> answersSoFar(Program msc) {
        return msc.linesThatBegin("v").stream().filter(line -> !line.endsWith(" again"));
    }

    private static void awaitAnswers(Program msc, int count) {
        Awaitility.await().atMost(LIMIT).until(() -> answersSoFar(msc).count() >= count);
    }
}
