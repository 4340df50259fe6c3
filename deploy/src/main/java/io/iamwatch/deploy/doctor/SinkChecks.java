package io.iamwatch.deploy.doctor;

import io.iamwatch.alerting.notify.Destination;
import io.iamwatch.alerting.notify.SinkSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;

/** Whether those who are told can be reached. Tells them nothing, and names of their addresses the host alone. */
final class SinkChecks {

    private static final int LIMIT_MILLIS = 5000;
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private SinkChecks() {
    }

    static List<Finding> look(List<SinkSettings> sinks) {
        return sinks.isEmpty()
                ? List.of(Finding.warning("sinks", "nobody is told of incidents",
                        "name somebody: sinks, or watch the topics, the console or `iamwatch tail`"))
                : sinks.stream().map(SinkChecks::look).toList();
    }

    private static Finding look(SinkSettings sink) {
        String what = "sink " + sink.name();
        return switch (sink.destination()) {
            case Destination.Slack(var url) -> reach(what, sink, URI.create(url.value()));
            case Destination.PagerDuty(var url, var key) -> reach(what, sink, URI.create(url.value()));
            case Destination.Webhook(var url, var secrets) -> reach(what, sink, URI.create(url.value()));
            case Destination.Sns(String topic, var endpoint) -> Finding.good(what, topic
                    + ", which was not asked: iamwatch notify test " + sink.name() + " does");
        };
    }

    private static Finding reach(String what, SinkSettings sink, URI address) {
        int port = address.getPort() >= 0 ? address.getPort() : address.getScheme().equals("http") ? HTTP : HTTPS;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.getHost(), port), LIMIT_MILLIS);
            return Finding.good(what, address.getHost() + ":" + port + " can be reached; iamwatch notify test "
                    + sink.name() + " tells it something");
        } catch (IOException away) {
            return Finding.bad(what, address.getHost() + ":" + port + " cannot be reached: "
                    + away.getClass().getSimpleName(),
                    "look at sink." + sink.name()
                            + ".url, the network, and a proxy in between, which is not used here");
        }
    }
}
