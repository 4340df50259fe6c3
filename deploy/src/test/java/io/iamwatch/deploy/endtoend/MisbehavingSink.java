package io.iamwatch.deploy.endtoend;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A webhook on loopback that takes some requests, and answers others with errors, too late, or not at all, by
 * chance from a seed. What it has answered with 200 it has taken.
 */
final class MisbehavingSink implements AutoCloseable {

    private final Random random;
    private final int troubles;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<String> taken = new ArrayList<>();
    private int refused;
    private String retryAfter = "1";
    private boolean busy;
    private boolean refusing;
    private boolean gone;

    /**
     * Starts it.
     *
     * @param troubles of a hundred requests, how many are not taken
     */
    MisbehavingSink(long seed, int troubles) {
        this.random = new Random(seed);
        this.troubles = troubles;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** The next request is told to come again after so long. */
    synchronized void busyOnce(int seconds) {
        busy = true;
        retryAfter = Integer.toString(seconds);
    }

    /** From now on each message is one that it will never take. */
    synchronized void refuseAll() {
        refusing = true;
    }

    /** It says to everybody that it is gone, or not any more. */
    synchronized void gone(boolean isGone) {
        gone = isGone;
    }

    /** Returns the ids of what was taken, in that order. */
    synchronized List<String> taken() {
        return List.copyOf(taken);
    }

    synchronized int refused() {
        return refused;
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        int status = decide(exchange.getRequestHeaders().getFirst("webhook-id"));
        if (status == 0) {
            await();
        } else if (status > 0) {
            if (status == 429) {
                exchange.getResponseHeaders().add("Retry-After", retryAfter);
            }
            exchange.sendResponseHeaders(status, -1);
        }
        exchange.close();
    }

    /** 0: no answer; -1: the connection breaks. */
    private synchronized int decide(String id) {
        if (refusing) {
            refused++;
            return 400;
        }
        if (busy) {
            busy = false;
            refused++;
            return 429;
        }
        if (gone) {
            refused++;
            return 410;
        }
        if (random.nextInt(100) >= troubles) {
            taken.add(id);
            return 200;
        }
        refused++;
        return switch (random.nextInt(20)) {
            case 0 -> 429;
            case 1 -> 0;
            case 2, 3, 4 -> -1;
            case 5, 6, 7 -> 503;
            case 8, 9 -> 404;
            default -> 500;
        };
    }

    private void await() {
        try {
            end.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
