package io.iamwatch.ingest.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The proxy is set as system properties here, which the SDK reads like HTTP_PROXY. */
class KinesisEndpointTest {

    @BeforeEach
    void setProxy() {
        System.setProperty("http.proxyHost", "proxy.example");
        System.setProperty("http.proxyPort", "3128");
    }

    @AfterEach
    void unsetProxy() {
        System.clearProperty("http.proxyHost");
        System.clearProperty("http.proxyPort");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:4567", "http://localhost:4567", "http://LOCALHOST", "http://[::1]:4567",
            "http://127.1.2.3/"})
    void anEmulatorOnThisHostIsReachedWithoutProxy(String address) {
        assertThat(endpoint(address).proxy().host()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://vpce-1.kinesis.eu-central-1.vpce.amazonaws.com", "http://127.0.0.1.example",
            "http://localhost.example", "http://10.0.0.1"})
    void anotherAddressIsReachedThroughTheProxy(String address) {
        assertThat(endpoint(address).proxy().host()).isEqualTo("proxy.example");
    }

    @Test
    void theRegionsOwnAddressIsReachedThroughTheProxy() {
        assertThat(new KinesisEndpoint("eu-central-1", Optional.empty()).proxy().host()).isEqualTo("proxy.example");
    }

    private static KinesisEndpoint endpoint(String address) {
        return new KinesisEndpoint("eu-central-1", Optional.of(URI.create(address)));
    }
}
