package io.iamwatch.contracts.cloudtrail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Reads of a CloudTrail record what routing needs, in one pass that builds no tree. */
public final class RecordReader {

    /**
     * Names are an attacker's to choose, and interned they would stay. The table of names that parsers share is
     * bounded: Jackson begins it anew when it has grown too large.
     */
    private static final JsonFactory JSON = JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private static final int MAX_ACCOUNT_LENGTH = 32;

    private static final Set<String> LONG_LIVED = Set.of("IAMUser", "Root", "FederatedUser");

    private RecordReader() {
    }

    /** What reading bytes as a CloudTrail record came to. */
    public sealed interface Outcome {

        /**
         * It is a CloudTrail record.
         *
         * @param summary what routing needs of it
         */
        record CloudTrail(RecordSummary summary) implements Outcome {
        }

        /**
         * It is none.
         *
         * @param reason what is missing, for people; holds nothing of the bytes
         */
        record Unusable(String reason) implements Outcome {
        }
    }

    /** Reads a JSON object that stands in {@code bytes} from {@code offset} on; never throws. */
    public static Outcome read(byte[] bytes, int offset, int length) {
        try (JsonParser parser = JSON.createParser(bytes, offset, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new Outcome.Unusable("not a JSON object");
            }
            Fields fields = new Fields();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                fields.read(parser.currentName(), parser);
            }
            return fields.outcome();
        } catch (StreamConstraintsException absurd) {
            return new Outcome.Unusable("JSON nested too deep, or with an absurdly long name or number");
        } catch (IOException malformed) {
            return new Outcome.Unusable("malformed JSON");
        }
    }

    /** Whether a text can be an AWS account id. Real ones have 12 digits; redacted fixtures have fewer or more. */
    public static boolean isAccount(String text) {
        if (text.isEmpty() || text.length() > MAX_ACCOUNT_LENGTH) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** The fields of one record as far as they have been read. */
    private static final class Fields {
        private String recipientAccount;
        private String identityAccount;
        private String eventTime;
        private String eventSource;
        private String eventName;
        private boolean readOnly;
        private boolean failed;
        private boolean management = true;
        private boolean longLived;

        void read(String name, JsonParser parser) throws IOException {
            JsonToken token = parser.nextToken();
            switch (name) {
                case "recipientAccountId" -> recipientAccount = text(parser, token);
                case "eventTime" -> eventTime = text(parser, token);
                case "eventSource" -> eventSource = text(parser, token);
                case "eventName" -> eventName = text(parser, token);
                case "readOnly" -> readOnly = isTrue(parser, token);
                case "errorCode" -> failed = text(parser, token) != null;
                case "managementEvent" -> management &= token == JsonToken.VALUE_NULL || isTrue(parser, token);
                case "eventCategory" -> {
                    String category = text(parser, token);
                    management &= category == null || category.equals("Management");
                }
                case "userIdentity" -> readIdentity(parser, token);
                default -> parser.skipChildren();
            }
        }

        private void readIdentity(JsonParser parser, JsonToken token) throws IOException {
            if (token != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "accountId" -> identityAccount = text(parser, value);
                    case "type" -> longLived |= isLongLived(text(parser, value));
                    case "sessionContext" -> readIssuer(parser, value);
                    default -> parser.skipChildren();
                }
            }
        }

        private void readIssuer(JsonParser parser, JsonToken token) throws IOException {
            if (token != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (!name.equals("sessionIssuer") || value != JsonToken.START_OBJECT) {
                    parser.skipChildren();
                    continue;
                }
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    boolean type = parser.currentName().equals("type");
                    String issuer = text(parser, parser.nextToken());
                    longLived |= type && "IAMUser".equals(issuer);
                }
            }
        }

        private static boolean isLongLived(String type) {
            return type != null && LONG_LIVED.contains(type);
        }

        Outcome outcome() {
            if (eventSource == null || eventName == null) {
                return new Outcome.Unusable("not a CloudTrail record: no eventSource or no eventName");
            }
            if (eventTime == null) {
                return new Outcome.Unusable("CloudTrail record without eventTime");
            }
            Optional<Instant> time = EventTime.parse(eventTime);
            if (time.isEmpty()) {
                return new Outcome.Unusable("CloudTrail record whose eventTime is no time");
            }
            return new Outcome.CloudTrail(new RecordSummary(account(), time.get(), service(), eventName, !readOnly,
                    failed, management, longLived));
        }

        private Optional<String> account() {
            return Optional.ofNullable(recipientAccount).filter(RecordReader::isAccount)
                    .or(() -> Optional.ofNullable(identityAccount).filter(RecordReader::isAccount));
        }

        private String service() {
            int dot = eventSource.indexOf('.');
            return dot < 0 ? eventSource : eventSource.substring(0, dot);
        }

        /** The text of a string, or null for every other value, whose children are skipped. */
        private static String text(JsonParser parser, JsonToken token) throws IOException {
            if (token == JsonToken.VALUE_STRING) {
                return parser.getText();
            }
            parser.skipChildren();
            return null;
        }

        /** True for the boolean and for the text: both occur. */
        private static boolean isTrue(JsonParser parser, JsonToken token) throws IOException {
            return token == JsonToken.VALUE_TRUE || "true".equalsIgnoreCase(text(parser, token));
        }
    }
}
