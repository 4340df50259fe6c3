package io.iamwatch.deploy.endtoend;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Passes bytes on to a server of this machine until it is cut; then it resets every client's connection, also each
 * new one. The server sees an orderly end and is heard out: the emulator, unlike AWS, does not survive every reset.
 */
final class CuttableLink implements AutoCloseable {

    private final ServerSocket listening;
    private final URI target;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    CuttableLink(URI target) throws IOException {
        this.target = target;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::accept);
    }

    /** Where one connects instead of to the target. */
    URI address() {
        return URI.create("http://" + listening.getInetAddress().getHostAddress() + ":" + listening.getLocalPort());
    }

    void cut() {
        cut = true;
        clients.forEach(CuttableLink::reset);
    }

    void mend() {
        cut = false;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                clients.add(client);
                if (cut) {
                    reset(client);
                } else {
                    Thread.ofPlatform().daemon().start(() -> connect(client));
                }
            } catch (IOException closed) {
                clients.forEach(CuttableLink::reset);
            }
            clients.removeIf(Socket::isClosed);
        }
    }

    private void connect(Socket client) {
        try (client; Socket server = new Socket(target.getHost(), target.getPort())) {
            Thread.ofPlatform().daemon().start(() -> forward(client, server));
            back(server, client);
        } catch (IOException cutOrEnded) {
            // Both are closed, and that is all there is to do.
        }
    }

    private static void forward(Socket client, Socket server) {
        try {
            try {
                client.getInputStream().transferTo(server.getOutputStream());
            } finally {
                server.shutdownOutput();
            }
        } catch (IOException cutOrEnded) {
            // The other direction ends when the server has said all.
        }
    }

    private static void back(Socket server, Socket client) throws IOException {
        try {
            server.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException cut) {
            server.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
    }

    private static void reset(Socket socket) {
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
