package io.iamwatch.deploy.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Passes bytes on to a server of this machine until it is cut; then it ends every connection, also each new one.
 */
final class CuttableLink implements AutoCloseable {

    private final ServerSocket listening;
    private final URI target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    CuttableLink(URI target) throws IOException {
        this.target = target;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** Where one connects instead of to the target. */
    URI address() {
        return URI.create("http://" + listening.getInetAddress().getHostAddress() + ":" + listening.getLocalPort());
    }

    void cut() {
        cut = true;
        open.forEach(CuttableLink::end);
    }

    void mend() {
        cut = false;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                open.add(client);
                Socket server = new Socket(target.getHost(), target.getPort());
                open.add(server);
                pass(client, server);
                pass(server, client);
                // A cut between the check and here would leave these two.
                if (cut) {
                    open.forEach(CuttableLink::end);
                }
            } catch (IOException closedOrRefused) {
                open.removeIf(Socket::isClosed);
            }
        }
    }

    private void pass(Socket from, Socket to) {
        Thread.ofVirtual().start(() -> {
            try (from; to; InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
                in.transferTo(out);
            } catch (IOException cutOrEnded) {
                // Both are closed, and that is all there is to do.
            }
            open.remove(from);
            open.remove(to);
        });
    }

    /** With a reset, as when a machine is gone: nothing is said any more. */
    private static void end(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException ended) {
            // It is what was wanted.
        }
    }

    @Override
    public void close() {
        cut();
        try {
            listening.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
