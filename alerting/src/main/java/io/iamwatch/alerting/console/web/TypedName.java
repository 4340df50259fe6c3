package io.iamwatch.alerting.console.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.alerting.console.act.ActionReader;
import java.util.Base64;
import java.util.Optional;

/** The name that an analyst typed last, where nobody is asked who they are: a browser brings it back. */
final class TypedName {

    static final String COOKIE = "iamwatch-name";

    private TypedName() {
    }

    static Optional<String> of(Request request) {
        return request.cookie(COOKIE).flatMap(TypedName::decode);
    }

    static String cookie(String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(UTF_8));
    }

    private static Optional<String> decode(String value) {
        try {
            return Optional.of(ActionReader.name("name", new String(Base64.getUrlDecoder().decode(value), UTF_8)));
        } catch (IllegalArgumentException | ActionReader.Wrong foreign) {
            return Optional.empty();
        }
    }
}
