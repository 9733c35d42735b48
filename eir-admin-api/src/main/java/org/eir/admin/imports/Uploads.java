package org.eir.admin.imports;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Gives files that are sent a thread of their own, while there is one.
 *
 * @param desk whose threads they are
 * @param idle how long a sender may pause
 * @param maxBytes largest file, unpacked; 0 for no limit
 */
public record Uploads(ImportDesk desk, Duration idle, long maxBytes) {

    /** Reads one file; may go on after it has answered. */
    @FunctionalInterface
    interface Reader {
        void read(Upload upload, CompletableFuture<HttpResponse> answer) throws IOException;
    }

    /** Reads the body of a request on a thread of its own; whoever comes while too many are read is told to come again. */
    HttpResponse receive(ServiceRequestContext ctx, HttpRequest req, Reader reader) {
        CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        boolean taken = desk.tryReceive(() -> {
            try (Upload upload = new Upload(ctx, req, idle, maxBytes)) {
                reader.read(upload, answer);
            } catch (IOException | RuntimeException failure) {
                answer.completeExceptionally(failure);
            }
        });
        return taken ? HttpResponse.of(answer) : ImportsResource.tooMany();
    }
}
