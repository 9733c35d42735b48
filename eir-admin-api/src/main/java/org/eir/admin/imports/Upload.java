package org.eir.admin.imports;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.util.TimeoutMode;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.eir.admin.web.Problem;
import org.eir.admin.web.Problem.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request as a stream to be read by a thread that may block. The next bytes are asked for only when the
 * last are read, so a slow reader slows the sender down to its own pace. Time and size are bounded.
 */
final class Upload implements AutoCloseable {
    private static final Duration DRAINING = Duration.ofSeconds(20);
    private static final Duration LAST_WORD = Duration.ofSeconds(30);
    /** A sender that was waited for this long has to have been this fast until then, or others wait for ever. */
    private static final Duration SLOWNESS = Duration.ofMinutes(1);

    private static final long MIN_BYTES_A_SECOND = 1_000;
    private static final int BUFFER = 16 * 1024;
    private static final Set<String> UNDERSTOOD = Set.of("utf-8", "utf8", "us-ascii", "ascii");

    private final ServiceRequestContext ctx;
    private final InputStream received;
    private final boolean isGzip;
    private final Duration idle;
    private final long maxBytes;

    /** The file is larger than allowed. */
    private static final class TooLargeException extends IOException {}

    /** The sender holds up others. */
    private static final class TooSlowException extends IOException {}

    /**
     * @param idle how long the sender may pause
     * @param maxBytes largest file, unpacked; 0 for no limit
     */
    Upload(ServiceRequestContext ctx, HttpRequest req, Duration idle, long maxBytes) {
        this.ctx = ctx;
        this.received = req.toInputStream(Upload::data);
        this.isGzip = isGzip(req);
        this.idle = idle;
        this.maxBytes = maxBytes;
    }

    /** Why a body is none that is understood; null if it is. */
    static @Nullable Problem unsupported(HttpRequest req) {
        String encoding = req.headers().get(HttpHeaderNames.CONTENT_ENCODING, "identity");
        if (!isGzip(req) && !encoding.equalsIgnoreCase("identity")) {
            return unsupported("Content-Encoding " + encoding + " is not understood; send the file plain or as gzip.");
        }
        MediaType type = req.contentType();
        if (type != null && (type.belongsTo(MediaType.ANY_MULTIPART_TYPE) || type.isJson())) {
            return unsupported("Send the file itself as the body, Content-Type: text/csv (curl: --data-binary @FILE).");
        }
        // As it was sent: the library throws at a charset that Java does not know.
        for (String charset :
                type == null ? List.<String>of() : type.parameters().getOrDefault("charset", List.of())) {
            if (!UNDERSTOOD.contains(charset.toLowerCase(Locale.ROOT))) {
                return unsupported("The charset " + charset + " is not understood; send the file in UTF-8.");
            }
        }
        return null;
    }

    private static Problem unsupported(String detail) {
        return Problem.of(Kind.UNSUPPORTED_MEDIA_TYPE, detail);
    }

    private static boolean isGzip(HttpRequest req) {
        String encoding = req.headers().get(HttpHeaderNames.CONTENT_ENCODING, "");
        return encoding.equalsIgnoreCase("gzip") || encoding.equalsIgnoreCase("x-gzip");
    }

    /** The file itself, unpacked where it was sent packed. */
    InputStream file() throws IOException {
        InputStream sent = new Limited(new Patient());
        return isGzip ? new Limited(new GZIPInputStream(sent, BUFFER)) : sent;
    }

    /** The file was read: what comes now takes as long as it takes. */
    void received() {
        ctx.clearRequestTimeout();
    }

    /**
     * Reads the rest and forgets it, for a sender that listens for the answer only when it has sent everything; whoever
     * still sends after {@code DRAINING} is answered all the same.
     */
    void drain() {
        ctx.setRequestTimeout(TimeoutMode.SET_FROM_NOW, LAST_WORD);
        long start = System.nanoTime();
        byte[] forgotten = new byte[BUFFER];
        try {
            while (received.read(forgotten) >= 0 && System.nanoTime() - start < DRAINING.toNanos()) {
                // Nothing is done with it.
            }
        } catch (IOException gone) {
            // The sender is gone, and so is whoever would have read the answer.
        }
    }

    /** Why reading failed. */
    Problem problem(IOException failure) {
        if (failure instanceof TooLargeException) {
            return Problem.of(
                    Kind.TOO_LARGE,
                    "The file is larger than " + maxBytes
                            + " bytes; nothing was imported. http.maxImportBytes sets the limit.");
        }
        if (failure instanceof TooSlowException) {
            return Problem.of(
                    Kind.MALFORMED_REQUEST,
                    "The upload came with less than " + MIN_BYTES_A_SECOND + " bytes a second; nothing was imported.");
        }
        String why = failure instanceof ZipException || failure instanceof EOFException
                ? "The body is not proper gzip: " + failure.getMessage()
                : "The upload broke off";
        return Problem.of(Kind.MALFORMED_REQUEST, why + "; nothing was imported.");
    }

    @Override
    public void close() throws IOException {
        received.close();
    }

    private static HttpData data(HttpObject object) {
        return object instanceof HttpData data ? data : HttpData.empty();
    }

    /** Gives the sender its time anew with every piece. */
    private final class Patient extends InputStream {
        private static final int END = -1;

        private long waitedNs;
        private long bytesRead;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) == END ? END : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            ctx.setRequestTimeout(TimeoutMode.SET_FROM_NOW, idle);
            long begin = System.nanoTime();
            int read = received.read(bytes, offset, length);
            waitedNs += System.nanoTime() - begin;
            bytesRead += Math.max(0, read);
            boolean judged = waitedNs > SLOWNESS.toNanos();
            if (judged && bytesRead < MIN_BYTES_A_SECOND * (waitedNs / 1_000_000_000)) {
                throw new TooSlowException();
            }
            return read;
        }

        @Override
        public int available() throws IOException {
            return received.available();
        }
    }

    private final class Limited extends FilterInputStream {
        private long count;

        Limited(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count += Math.max(0, read);
            if (maxBytes > 0 && count > maxBytes) {
                throw new TooLargeException();
            }
            return read;
        }
    }
}
