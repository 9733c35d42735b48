package org.eir.admin.web;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;

/**
 * A state of a resource (RFC 9110 clause 8.8.3): the revision that changed it last. It does not move when an entry starts
 * or expires by its own dates.
 *
 * @param revision that revision
 */
public record ETag(long revision) {

    /** As it is sent, in quotes. */
    public String text() {
        return "\"" + revision + "\"";
    }

    /** An answer that shows the resource in this state. */
    public HttpResponse on(HttpResponse answer) {
        return answer.mapHeaders(headers -> headers.withMutations(h -> h.set(HttpHeaderNames.ETAG, text())));
    }

    /** What a call is told that names another state. */
    public HttpResponse refusal(String resource) {
        String detail = resource + " is in the state " + text()
                + " now, which If-Match does not name; nothing was changed. Read it again.";
        return on(Problem.of(Problem.Kind.PRECONDITION_FAILED, detail).response());
    }
}
