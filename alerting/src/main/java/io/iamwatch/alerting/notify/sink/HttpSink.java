package io.iamwatch.alerting.notify.sink;

import io.iamwatch.alerting.notify.Answer;
import io.iamwatch.alerting.notify.Destination;
import io.iamwatch.alerting.notify.HttpForm;
import io.iamwatch.alerting.notify.HttpMessage;
import io.iamwatch.alerting.notify.Reply;
import io.iamwatch.alerting.notify.Sink;
import io.iamwatch.contracts.notification.Notification;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * A sink that is told by HTTP. No redirect is followed: a page may not be sent to where nobody configured it. The
 * limit is for all of it, an answer that drips included; the proxy is that of the Java process.
 */
final class HttpSink implements Sink {

    private final HttpClient client;
    private final Destination destination;
    private final Duration limit;

    HttpSink(Destination destination, Duration limit) {
        this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER).connectTimeout(limit).build();
        this.destination = destination;
        this.limit = limit;
    }

    @Override
    public Answer tell(Notification notification, Instant now) throws InterruptedException {
        HttpMessage message = HttpForm.message(destination, notification, now);
        return HttpForm.answer(destination, post(message), now);
    }

    private Reply post(HttpMessage message) throws InterruptedException {
        CompletableFuture<HttpResponse<String>> exchange = client.sendAsync(request(message),
                ignored -> new BodyBeginning());
        try {
            HttpResponse<String> response = exchange.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return new Reply.Status(response.statusCode(), response.headers().firstValue("Retry-After"),
                    response.body());
        } catch (TimeoutException late) {
            return new Reply.None("no answer within " + limit.toMillis() + " ms");
        } catch (ExecutionException failure) {
            return new Reply.None(why(failure.getCause()));
        } finally {
            exchange.cancel(true);
        }
    }

    private HttpRequest request(HttpMessage message) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(message.url().value())).timeout(limit)
                .header("Content-Type", "application/json").header("User-Agent", "iamwatch")
                .POST(HttpRequest.BodyPublishers.ofByteArray(message.bytes()));
        message.headers().forEach(request::header);
        return request.build();
    }

    /** What a failure says of itself may hold the address. */
    private String why(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<String> known = switch (cause) {
                case HttpTimeoutException late -> Optional.of("no answer within " + limit.toMillis() + " ms");
                case UnresolvedAddressException unknown -> Optional.of("its host is unknown");
                case SSLException tls -> Optional.of("no TLS connection: " + tls.getClass().getSimpleName());
                default -> Optional.empty();
            };
            if (known.isPresent()) {
                return known.get();
            }
        }
        return failure instanceof ConnectException
                ? "no connection"
                : "the connection broke: " + failure.getClass().getSimpleName();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
