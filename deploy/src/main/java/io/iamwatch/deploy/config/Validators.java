package io.iamwatch.deploy.config;

import io.iamwatch.alerting.incident.AssigneeGroups;
import io.iamwatch.alerting.notify.WebhookSignature;
import io.iamwatch.contracts.canary.CanaryAccounts;
import io.iamwatch.ingest.kinesis.StreamName;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,100}");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=-]+");

    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{1,32}");
    private static final Pattern TOPIC_ARN = Pattern
            .compile("arn:aws(-[a-z]+)*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}(\\.fifo)?");

    private Validators() {
    }

    static Validator address() {
        return validator("an IP address by number, such as 127.0.0.1 or 0.0.0.0",
                value -> isAddress((String) value));
    }

    static Validator addresses() {
        return validator("IP addresses by number, such as 10.0.0.5,10.0.0.6",
                value -> ((List<?>) value).stream().allMatch(address -> isAddress((String) address)));
    }

    static Validator assigneeGroups() {
        return validator("a name for all, SEVERITY=NAME and RULE=NAME, each said once; names of 1 to 100 letters, "
                + "digits, blanks and _.@/+-, such as soc,critical=on-call,audit-trail-tampering=cloud platform",
                value -> isAssigneeGroups((List<?>) value));
    }

    private static boolean isAssigneeGroups(List<?> entries) {
        try {
            AssigneeGroups.parse(entries.stream().map(String.class::cast).toList());
            return true;
        } catch (IllegalArgumentException wrong) {
            return false;
        }
    }

    static Validator header() {
        return validator("the name of a header, such as X-Remote-User",
                value -> value == null || HEADER.matcher((String) value).matches());
    }

    static Validator listener() {
        return validator("http://ADDRESS:PORT or https://ADDRESS:PORT, the address an IP address by number",
                value -> isListener((String) value));
    }

    static Validator token() {
        return secret(token -> token.length() >= SHORTEST_TOKEN && TOKEN.matcher(token).matches(),
                SHORTEST_TOKEN + " or more of the letters, digits and signs of a bearer token (RFC 6750)");
    }

    /** Returns what takes a list of different names. */
    static Validator names(Pattern name) {
        return validator("different names of the pattern " + name.pattern(), value -> {
            List<?> names = (List<?>) value;
            return names.stream().distinct().count() == names.size()
                    && names.stream().allMatch(one -> name.matcher((String) one).matches());
        });
    }

    static Validator accounts() {
        return validator("ids of AWS accounts: digits only", value -> ((List<?>) value).stream()
                .allMatch(account -> ACCOUNT.matcher((String) account).matches()));
    }

    static Validator reservedAccounts() {
        return validator(CanaryAccounts.ALLOWED, value -> CanaryKeys.areReservable((List<?>) value));
    }

    static Validator stream() {
        return validator("NAME or NAME@REGION of a stream", value -> value == null || isStream((String) value));
    }

    private static boolean isStream(String text) {
        try {
            StreamName.parse(text);
            return true;
        } catch (IllegalArgumentException noStream) {
            return false;
        }
    }

    static Validator topicArn() {
        return validator("arn:aws:sns:REGION:ACCOUNT:NAME of a topic",
                value -> value == null || TOPIC_ARN.matcher((String) value).matches());
    }

    /** What is told of incidents crosses no network in plain text. */
    static Validator sinkUrl() {
        return secret(Validators::isSinkUrl, "https://HOST/…, or http:// to an address of this machine by number, "
                + "such as http://127.0.0.1:8080/; no credentials in it");
    }

    static Validator webhookSecrets() {
        return secret(secrets -> Stream.of(secrets.split(",", -1)).map(String::strip)
                .allMatch(WebhookSignature::isSecret),
                "whsec_ and the base64 of 24 to 64 bytes; several are separated by commas");
    }

    static Validator secret(String pattern, String allowed) {
        return secret(Pattern.compile(pattern).asMatchPredicate(), allowed);
    }

    private static Validator secret(Predicate<String> test, String allowed) {
        return LambdaValidator.with((key, value) -> {
            if (value instanceof Password password && !test.test(password.value())) {
                throw new ConfigException("Invalid value " + Password.HIDDEN + " for configuration " + key
                        + ": allowed: " + allowed);
            }
        }, () -> allowed);
    }

    private static boolean isSinkUrl(String text) {
        try {
            URI uri = new URI(text);
            boolean safe = "https".equals(uri.getScheme()) || ("http".equals(uri.getScheme())
                    && isAddress(host(uri)) && isLoopback(host(uri)));
            return safe && uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null;
        } catch (URISyntaxException malformed) {
            return false;
        }
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
