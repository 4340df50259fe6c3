package io.iamwatch.deploy.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports on the one address that the stack binds. */
final class Loopback {

    /** IPv4 by number: a name could resolve to another address, or to two. */
    static final String ADDRESS = "127.0.0.1";

    private static final byte[] OCTETS = {127, 0, 0, 1};

    private Loopback() {
    }

    /** Returns ports that were free a moment ago, all different. */
    static List<Integer> freePorts(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                ServerSocket socket = new ServerSocket();
                held.add(socket);
                socket.bind(new InetSocketAddress(InetAddress.getByAddress(OCTETS), 0));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on " + ADDRESS, e);
        } finally {
            held.forEach(Loopback::release);
        }
    }

    /** Returns whether the port can be bound now. */
    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(OCTETS), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
