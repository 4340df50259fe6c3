package io.iamwatch.deploy.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/** What is allowed where, each with a text that says so. */
final class Validators {

    private static final int SHORTEST_TOKEN = 16;
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern LITERAL = Pattern
            .compile(OCTET + "(\\." + OCTET + "){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=-]+");

    private Validators() {
    }

    static Validator address() {
        return validator("an IP address by number, such as 127.0.0.1 or 0.0.0.0",
                value -> isAddress((String) value));
    }

    static Validator listener() {
        return validator("http://ADDRESS:PORT or https://ADDRESS:PORT, the address an IP address by number",
                value -> isListener((String) value));
    }

    static Validator token() {
        String allowed = SHORTEST_TOKEN + " or more of the letters, digits and signs of a bearer token (RFC 6750)";
        return LambdaValidator.with((key, value) -> {
            if (value instanceof Password password && (password.value().length() < SHORTEST_TOKEN
                    || !TOKEN.matcher(password.value()).matches())) {
                throw new ConfigException("Invalid value " + Password.HIDDEN + " for configuration " + key
                        + ": allowed: " + allowed);
            }
        }, () -> allowed);
    }

    /** Whether a text is an address by number, for which nobody is asked. */
    static boolean isAddress(String text) {
        return text != null && LITERAL.matcher(text).matches() && address(text).isPresent();
    }

    /** Whether nobody but this machine reaches an address by number. */
    static boolean isLoopback(String address) {
        return address(address).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    /** Whether an address by number stands for all addresses of this machine. */
    static boolean isWildcard(String address) {
        return address(address).filter(InetAddress::isAnyLocalAddress).isPresent();
    }

    private static boolean isListener(String text) {
        try {
            URI uri = new URI(text);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && isAddress(host(uri))
                    && uri.getPort() >= 0 && uri.getPath().isEmpty() && uri.getQuery() == null;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    /** Of an IPv6 address without its brackets. */
    static String host(URI uri) {
        String host = uri.getHost();
        return host != null && host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Of a literal no name service is asked. */
    private static Optional<InetAddress> address(String literal) {
        try {
            return Optional.of(InetAddress.getByName(literal));
        } catch (UnknownHostException none) {
            return Optional.empty();
        }
    }

    private static Validator validator(String allowed, Predicate<Object> test) {
        return LambdaValidator.with((key, value) -> {
            if (!test.test(value)) {
                throw new ConfigException(key, value, "allowed: " + allowed);
            }
        }, () -> allowed);
    }
}
