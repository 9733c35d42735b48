package org.eir.server;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how this process is, where systemd started it and asks ({@code Type=notify}): one datagram a notice to the
 * socket that {@code NOTIFY_SOCKET} names, as sd_notify(3) describes. Java has no datagram sockets of Unix, and those of
 * Netty load a library from /tmp, which hardened machines forbid; so it is done by the C library.
 */
final class SystemdNotice {
    private static final Logger log = LoggerFactory.getLogger(SystemdNotice.class);
    private static final String VARIABLE = "NOTIFY_SOCKET";

    // <sys/socket.h>, <sys/un.h> of Linux
    private static final short AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 0x80002;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int PATH_OFFSET = 2;
    private static final int MAX_PATH = 108;

    private final @Nullable String socket;

    private SystemdNotice(@Nullable String socket) {
        this.socket = socket;
    }

    /** Whom this environment names; nobody, if it names none. */
    static SystemdNotice of(Map<String, String> environment) {
        return new SystemdNotice(environment.get(VARIABLE));
    }

    /** What the process is doing, for {@code systemctl status}. */
    void status(String sentence) {
        send("STATUS=" + sentence);
    }

    /** The start is over: what depends on this service may start. */
    void ready(String sentence) {
        send("READY=1\nSTATUS=" + sentence);
    }

    /** The stop has begun. */
    void stopping(String sentence) {
        send("STOPPING=1\nSTATUS=" + sentence);
    }

    private void send(String state) {
        if (socket == null) {
            return;
        }
        try {
            send(socket, state);
        } catch (IOException e) {
            log.warn("systemd at {} could not be told '{}': {}", socket, state, e.getMessage());
        }
    }

    private static void send(String path, String state) throws IOException {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        if (name.length >= MAX_PATH) {
            throw new IOException(VARIABLE + " is longer than " + (MAX_PATH - 1) + " bytes");
        }
        if (path.startsWith("@")) {
            name[0] = 0; // an address that is in no file system
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(PATH_OFFSET + MAX_PATH, JAVA_SHORT.byteAlignment());
            address.set(JAVA_SHORT, 0, AF_UNIX);
            MemorySegment.copy(name, 0, address, JAVA_BYTE, PATH_OFFSET, name.length);
            MemorySegment text = arena.allocateFrom(JAVA_BYTE, state.getBytes(StandardCharsets.UTF_8));
            CLibrary.send(arena, address, PATH_OFFSET + name.length, text);
        }
    }

    /** The three functions of the C library that it takes. */
    private static final class CLibrary {
        private static final Linker LINKER = Linker.nativeLinker();
        private static final StructLayout ERRNO = Linker.Option.captureStateLayout();
        private static final MethodHandle SOCKET = function("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
        private static final MethodHandle SENDTO =
                function("sendto", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
        private static final MethodHandle CLOSE = function("close", JAVA_INT, JAVA_INT);

        private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... parameters) {
            return LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow(name),
                    FunctionDescriptor.of(result, parameters),
                    Linker.Option.captureCallState("errno"));
        }

        static void send(Arena arena, MemorySegment address, int addressBytes, MemorySegment text) throws IOException {
            MemorySegment errno = arena.allocate(ERRNO);
            try {
                int descriptor = (int) SOCKET.invokeExact(errno, (int) AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
                if (descriptor < 0) {
                    throw failure("socket", errno);
                }
                long sent = (long) SENDTO.invokeExact(
                        errno, descriptor, text, text.byteSize(), MSG_NOSIGNAL, address, addressBytes);
                IOException failure = sent < 0 ? failure("sendto", errno) : null;
                int closed = (int) CLOSE.invokeExact(errno, descriptor);
                if (failure != null || closed < 0) {
                    throw failure != null ? failure : failure("close", errno);
                }
            } catch (IOException | RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException("a function of C throws nothing", e);
            }
        }

        private static IOException failure(String function, MemorySegment errno) {
            return new IOException(function + " failed with errno " + errno.get(JAVA_INT, 0));
        }
    }
}
