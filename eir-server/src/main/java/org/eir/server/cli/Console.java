package org.eir.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/**
 * What a command talks to: the streams, the variables, and the person, if there is one.
 *
 * @param environment all variables
 */
public record Console(
        BufferedReader in, PrintWriter out, PrintWriter err, Map<String, String> environment, Terminal terminal) {
    static final ObjectMapper JSON = new ObjectMapper();

    /** A line of the result. */
    void line(String text) {
        out.println(plain(text));
        out.flush();
    }

    /** The result for machines. */
    void json(JsonNode result) {
        try {
            out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(result));
            out.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A line beside the result: progress, a warning, an error. */
    void note(String text) {
        err.println(plain(text));
        err.flush();
    }

    /** Asks a person; anything but yes is no. */
    boolean confirm(String question) throws CommandFailure {
        out.print(plain(question) + " [y/N] ");
        out.flush();
        try {
            String answer = in.readLine();
            return answer != null
                    && (answer.strip().toLowerCase(Locale.ROOT).equals("y")
                            || answer.strip().toLowerCase(Locale.ROOT).equals("yes"));
        } catch (IOException e) {
            throw CommandFailure.failed("The answer cannot be read: " + e.getMessage());
        }
    }

    /** A word of our own in a style of picocli's, {@code bold,red}, where colour is wanted. */
    String styled(String style, String word) {
        return terminal.colour() ? Ansi.ON.string("@|" + style + " " + word + "|@") : word;
    }

    /** A line that holds {@link #styled} words; foreign text in it has to go through {@link #plain} first. */
    void styledLine(String text) {
        out.println(text);
        out.flush();
    }

    /** The text without control characters: nothing that was stored can play with the reader's terminal. */
    static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]|[\\u202A-\\u202E\\u2066-\\u2069]", "?");
    }
}
