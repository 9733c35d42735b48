package org.eir.bench.load;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.eir.bench.support.Figures;

/** Servers that are asked in turn, the register first: the others are compared with it. */
public final class Contest implements AutoCloseable {
    private final List<Contestant> contestants = new ArrayList<>();
    private final Questions questions;
    private final LoadOptions options;
    private final PrintWriter out;

    public Contest(Questions questions, LoadOptions options, PrintWriter out) {
        this.questions = questions;
        this.options = options;
        this.out = out;
    }

    public void enter(Contestant contestant) {
        contestants.add(contestant);
    }

    /** Lets all of them reach their speed. */
    public void warmUp(int connections) throws IOException {
        play(1, connections, generator -> generator.saturate(options.warmUp()));
    }

    /** Asks as fast as they answer, and prints what came of it. */
    public void saturate(String what, int connections) throws IOException {
        play(options.rounds(), connections, generator -> generator.saturate(options.round()));
        print(what + ", saturated");
    }

    /** Asks at the chosen pace, and prints what came of it. */
    public void pace(String what, int connections) throws IOException {
        play(options.pacedRounds(), connections, generator -> generator.pace(options.pace(), options.round()));
        print(what + ", " + Figures.whole(options.pace()) + " requests/s");
    }

    /** Taking turns, so that what disturbs the machine disturbs all of them. */
    private void play(int rounds, int connections, Contestant.Round round) throws IOException {
        contestants.forEach(Contestant::forgetRounds);
        for (int i = 0; i < rounds; i++) {
            for (Contestant contestant : contestants) {
                contestant.play(questions, connections, round);
            }
        }
    }

    private void print(String heading) {
        Figures figures = Contestant.figures(heading);
        for (Contestant contestant : contestants) {
            contestant.addTo(figures, contestants.getFirst());
        }
        figures.print(out);
    }

    /** Says what was answered wrong in any round; returns the exit code, 1 if anything was. */
    public int judge() {
        int exit = 0;
        for (Contestant contestant : contestants) {
            if (!contestant.wrong().isEmpty()) {
                out.println(contestant.name() + ": WRONG ANSWERS, by EquipmentStatus or code (-1: none): "
                        + contestant.wrong());
                exit = 1;
            }
        }
        out.flush();
        return exit;
    }

    @Override
    public void close() {
        contestants.forEach(Contestant::close);
    }
}
