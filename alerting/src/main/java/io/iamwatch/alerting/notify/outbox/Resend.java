package io.iamwatch.alerting.notify.outbox;

import io.iamwatch.alerting.notify.Answer;
import io.iamwatch.alerting.notify.Sink;
import io.iamwatch.alerting.notify.SinkSettings;
import io.iamwatch.alerting.notify.sink.Sinks;
import io.iamwatch.contracts.notification.Delivery;
import io.iamwatch.contracts.notification.Delivery.Outcome;
import io.iamwatch.contracts.notification.Notification;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Sends what is parked again, under the same id, once each. A second one for the same sink ends the first: both
 * have one transactional id.
 */
public final class Resend {

    private Resend() {
    }

    /**
     * Sends them in the order of the outbox, until the sink wants to be asked later: what is left stays parked.
     *
     * @param kafka settings of Kafka's clients; {@code bootstrap.servers} at least
     * @param wanted by id
     * @param onAnswer is told each id and what the sink answered
     * @return the ids that are parked and not in the outbox any more
     * @throws InterruptedException if interrupted while the sink is told
     */
    public static List<String> run(Map<String, Object> kafka, SinkSettings settings, Predicate<String> wanted,
            InstantSource wallClock, BiConsumer<String, Answer> onAnswer) throws InterruptedException {
        Map<String, Delivery> parked = new LinkedHashMap<>();
        Parked.read(kafka).stream().filter(delivery -> delivery.sink().equals(settings.name()))
                .filter(delivery -> wanted.test(delivery.notificationId()))
                .forEach(delivery -> parked.put(delivery.notificationId(), delivery));
        if (parked.isEmpty()) {
            return List.of();
        }
        List<Notification> found = Parked.notifications(kafka, parked.keySet());
        try (Sink sink = Sinks.open(settings);
                DeliveryLog log = new DeliveryLog(new SenderSettings(kafka)
                        .producer(SenderSettings.group(settings.name()) + "-resend"))) {
            for (Notification notification : found) {
                Answer answer = sink.tell(notification, wallClock.instant());
                log.write(delivery(parked.get(notification.id()), answer, wallClock.instant()), producer -> {});
                onAnswer.accept(notification.id(), answer);
                if (answer instanceof Answer.Later) {
                    break;
                }
            }
        }
        found.forEach(notification -> parked.remove(notification.id()));
        return List.copyOf(parked.keySet());
    }

    private static Delivery delivery(Delivery before, Answer answer, Instant now) {
        return new Delivery(before.notificationId(), before.sink(),
                answer instanceof Answer.Accepted ? Outcome.DELIVERED : Outcome.PARKED, before.attempts() + 1,
                now.toEpochMilli(), answer.said());
    }
}
