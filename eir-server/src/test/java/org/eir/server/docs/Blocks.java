package org.eir.server.docs;

import java.util.ArrayList;
import java.util.List;

/** The two kinds of lines in a page: what is said, and what is shown as it would be typed. */
final class Blocks {
    private Blocks() {}

    /** Fenced and indented blocks, without fence and indent. */
    static List<String> of(String page) {
        List<String> blocks = new ArrayList<>();
        StringBuilder block = new StringBuilder();
        boolean fenced = false;
        boolean wasBlank = true;
        for (String line : page.split("\n", -1)) {
            boolean fence = line.strip().startsWith("```");
            boolean indented = line.startsWith("    ") && (wasBlank || !block.isEmpty());
            if (!fence && (fenced || indented)) {
                block.append(fenced ? line : line.substring(4)).append('\n');
            } else if (!block.isEmpty() && !(line.isBlank() && !fenced && !fence)) {
                blocks.add(block.toString());
                block.setLength(0);
            } else if (!block.isEmpty()) {
                block.append('\n');
            }
            fenced = fence != fenced;
            wasBlank = line.isBlank();
        }
        if (!block.isEmpty()) {
            blocks.add(block.toString());
        }
        return blocks;
    }

    /** The rest. */
    static String prose(String page) {
        StringBuilder prose = new StringBuilder();
        boolean fenced = false;
        boolean block = false;
        boolean wasBlank = true;
        for (String line : page.split("\n", -1)) {
            boolean fence = line.strip().startsWith("```");
            block = line.startsWith("    ") && (wasBlank || block);
            if (!fence && !fenced && !block) {
                prose.append(line).append('\n');
            }
            fenced = fence != fenced;
            wasBlank = line.isBlank();
        }
        return prose.toString();
    }
}
