package org.eir.admin.web;

import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.eir.core.access.Caller;
import org.jspecify.annotations.Nullable;

/** Port: knows whose a token is. Called for every call under {@code /api}. */
@FunctionalInterface
public interface Authentication {
    /**
     * Whose this bearer token is. It never blocks, never fails, and takes as long for wrong tokens as for right ones; it
     * is known later only where somebody else has to be asked first.
     */
    CompletionStage<Identification> identify(String bearerToken);

    /** How a caller is known. */
    enum Means {
        ADMINISTRATOR_TOKEN,
        API_KEY,
        OIDC;

        /** As programs read it: {@code api-key}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What a token says. */
    sealed interface Identification {
        /**
         * Somebody.
         *
         * @param until when the token is no longer good; null if it has no end
         */
        record Known(Caller caller, Means means, @Nullable Instant until) implements Identification {}

        /**
         * Nobody, and that will not change.
         *
         * @param why a sentence for who has sent it
         */
        record Unknown(String why) implements Identification {}

        /**
         * Nobody can say now.
         *
         * @param why a sentence for who has sent it
         */
        record Unavailable(String why) implements Identification {}
    }
}
