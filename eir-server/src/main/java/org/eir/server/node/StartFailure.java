package org.eir.server.node;

/** Why a node could not start: one sentence that names the thing and the way out. */
public final class StartFailure extends Exception {
    private final String sentence;

    public StartFailure(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
