package org.eir.core.audit;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.eir.core.change.ChangeEncoding;
import org.eir.core.change.Commitment;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.list.Validity;
import org.jspecify.annotations.Nullable;

/** The fields of canonical bytes, one after the other. What is cut short or has another form is refused. */
final class CanonicalReader {
    private static final int HASH_BYTES = 32;
    /** 285 000 years: a little less than eight octets could say, and than arithmetic with moments can bear. */
    private static final double MAX_MICROSECONDS = 9e18;

    private final ByteBuffer in;

    CanonicalReader(byte[] canonical) {
        this.in = ByteBuffer.wrap(canonical);
    }

    void version() {
        int version = octet();
        if (version != ChangeEncoding.VERSION) {
            throw new IllegalArgumentException("version " + version + " of the encoding is not known here");
        }
    }

    int octet() {
        return take(1).get() & 0xFF;
    }

    /** Two octets. */
    int count() {
        return take(2).getShort() & 0xFFFF;
    }

    /** Eight octets. */
    long number() {
        return take(Long.BYTES).getLong();
    }

    boolean flag() {
        int flag = octet();
        if (flag > 1) {
            throw new IllegalArgumentException("a flag is 0 or 1, not " + flag);
        }
        return flag == 1;
    }

    String text() {
        int length = count();
        ByteBuffer utf8 = take(length).slice().limit(length);
        in.position(in.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a text is not UTF-8", e);
        }
    }

    @Nullable
    Instant moment() {
        return flag() ? microseconds() : null;
    }

    Instant microseconds() {
        long micros = number();
        if (Math.abs((double) micros) > MAX_MICROSECONDS) {
            throw new IllegalArgumentException("a moment is too far from now");
        }
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    Validity validity() {
        return new Validity(moment(), moment());
    }

    ImeiRange identity() {
        kind();
        return new ImeiRange(number(), number());
    }

    Imei device() {
        kind();
        return new Imei(number());
    }

    private void kind() {
        int kind = octet();
        if (kind != ChangeEncoding.KIND_IMEI) {
            throw new IllegalArgumentException("identities of kind " + kind + " are not known here");
        }
    }

    byte[] hash() {
        byte[] hash = new byte[HASH_BYTES];
        take(HASH_BYTES).get(hash);
        return hash;
    }

    Commitment commitment() {
        return new Commitment(new byte[0], hash());
    }

    void end() {
        if (in.hasRemaining()) {
            throw new IllegalArgumentException(in.remaining() + " octets too many");
        }
    }

    private ByteBuffer take(int octets) {
        if (in.remaining() < octets) {
            throw new IllegalArgumentException("cut short");
        }
        return in;
    }
}
