package io.iamwatch.deploy.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;

/** Ports of loopback that stay free while what listens there is down. */
final class FreePort {

    /** Below the ports that systems hand out to clients: one of those could take the port meanwhile. */
    private static final int FIRST_PORT = 20_000;
    private static final int PORTS = 10_000;

    private FreePort() {
    }

    static int find() {
        int port = FIRST_PORT + new Random().nextInt(PORTS);
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (BindException taken) {
            return find();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
