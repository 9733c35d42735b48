package org.eir.admin.web;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponseWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A body that is written as fast as its reader takes it, and no faster. For a thread that may block. */
public final class ResponseBody extends OutputStream {
    private static final int PATIENCE_S = 60;

    private final HttpResponseWriter response;

    public ResponseBody(HttpResponseWriter response) {
        this.response = response;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        if (!response.tryWrite(HttpData.copyOf(octets, offset, length))) {
            throw new IOException("the reader has gone");
        }
        try {
            response.whenConsumed().get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the reader has gone", e);
        } catch (TimeoutException e) {
            throw new IOException("the reader took nothing for " + PATIENCE_S + " seconds", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
