package io.iamwatch.ingest.decode;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.iamwatch.contracts.cloudtrail.EventTime;
import io.iamwatch.contracts.cloudtrail.RecordReader;
import io.iamwatch.contracts.cloudtrail.RecordSummary;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads of a record, in one pass, what {@link RecordReader} reads of it with a parser, and says the same or
 * nothing. It goes from value to value; what stands between them is read once and known again. Serves one thread.
 */
final class RecordGlance {

    private static final byte[] MANAGEMENT = "Management".getBytes(US_ASCII);
    private static final byte[] IAM_USER = "IAMUser".getBytes(US_ASCII);
    private static final byte[] ROOT = "Root".getBytes(US_ASCII);
    private static final byte[] FEDERATED_USER = "FederatedUser".getBytes(US_ASCII);

    private final Texts texts = new Texts();
    private final Joints plainJoints;
    private final Joints escapedJoints;
    private final Said time = new Said();
    private final Said source = new Said();
    private final Said name = new Said();
    private final Said recipient = new Said();
    private final Said identityAccount = new Said();
    private RecordText text;
    private boolean usual;
    private boolean readOnly;
    private boolean failed;
    private boolean management;
    private boolean longLived;
    private RecordSummary summary;
    private String lastTime = "";
    private Optional<Instant> lastInstant = Optional.empty();

    RecordGlance(int maxDepth) {
        this.plainJoints = new Joints(maxDepth);
        this.escapedJoints = new Joints(maxDepth);
    }

    /** What a field says, if it is a string. */
    private static final class Said {
        private int from;
        private int to;

        void forget() {
            to = -1;
        }

        void take(RecordText text) {
            from = text.textFrom();
            to = text.textTo();
        }

        boolean isPresent() {
            return to >= 0;
        }
    }

    /**
     * Returns the index behind the record that begins at {@code from}, or {@link JsonGlance#UNSURE}, also for what is
     * no CloudTrail record and for what may be an envelope.
     */
    int read(RecordText looked, int from) {
        begin(looked);
        Joints joints = looked.quoteLength() == 1 ? plainJoints : escapedJoints;
        Spot before = joints.first();
        Joint joint = joints.behind(before, looked, from);
        int jointAt = from;
        while (joint != null) {
            looked.pass(joint, jointAt);
            apply(joint.effects());
            Spot spot = joint.next();
            int value = jointAt + joint.length();
            if (spot.kind() == Spot.Kind.END) {
                return summarise() ? value : JsonGlance.UNSURE;
            }
            int end = value(spot, value);
            if (end == JsonGlance.UNSURE) {
                return JsonGlance.UNSURE;
            }
            Joint next = joints.behind(spot, looked, end);
            if (usual && next != null) {
                joints.unite(before, joint, next, looked, jointAt, end + next.length());
            }
            before = spot;
            joint = next;
            jointAt = end;
        }
        return JsonGlance.UNSURE;
    }

    /** Returns what the last record came to. */
    RecordSummary summary() {
        return summary;
    }

    private void begin(RecordText looked) {
        text = looked;
        time.forget();
        source.forget();
        name.forget();
        recipient.forget();
        identityAccount.forget();
        readOnly = false;
        failed = false;
        management = true;
        longLived = false;
    }

    private int value(Spot spot, int from) {
        usual = false;
        return spot.kind() == Spot.Kind.NUMBER ? number(from) : string(spot, from);
    }

    private int number(int from) {
        int end = JsonNumber.end(text.bytes(), from, text.limit());
        if (end != JsonGlance.UNSURE) {
            text.pass(from, end);
        }
        return end;
    }

    private int string(Spot spot, int from) {
        int end = text.end(from);
        if (end == JsonGlance.UNSURE) {
            return JsonGlance.UNSURE;
        }
        boolean matters = spot.field() != RecordField.OTHER && take(spot);
        if (text.hadEscapes()) {
            return matters ? JsonGlance.UNSURE : end;
        }
        usual = !matters && spot.isUsual(text.bytes(), from, end);
        return end;
    }

    /** Returns whether what the string says changes what is said of the record. */
    private boolean take(Spot spot) {
        return switch (spot.place()) {
            case RECORD -> ofRecord(spot.field());
            case IDENTITY -> ofIdentity(spot.field());
            case ISSUER -> spot.field() == RecordField.TYPE && calledFor(says(IAM_USER));
            case CONTEXT, ANYWHERE -> false;
        };
    }

    private boolean ofRecord(RecordField field) {
        switch (field) {
            case EVENT_TIME -> time.take(text);
            case EVENT_SOURCE -> source.take(text);
            case EVENT_NAME -> name.take(text);
            case RECIPIENT_ACCOUNT -> recipient.take(text);
            case EVENT_CATEGORY -> {
                boolean other = !says(MANAGEMENT);
                management &= !other;
                return other;
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean ofIdentity(RecordField field) {
        if (field == RecordField.ACCOUNT_ID) {
            identityAccount.take(text);
            return true;
        }
        return field == RecordField.TYPE && calledFor(says(IAM_USER) || says(ROOT) || says(FEDERATED_USER));
    }

    private boolean calledFor(boolean someoneLongLived) {
        longLived |= someoneLongLived;
        return someoneLongLived;
    }

    private boolean says(byte[] word) {
        return Arrays.equals(text.text(), text.textFrom(), text.textTo(), word, 0, word.length);
    }

    private void apply(int effects) {
        if (effects == Effects.NONE) {
            return;
        }
        if ((effects & Effects.READ_ONLY) != 0) {
            readOnly = true;
        }
        if ((effects & Effects.NOT_READ_ONLY) != 0) {
            readOnly = false;
        }
        if ((effects & Effects.FAILED) != 0) {
            failed = true;
        }
        if ((effects & Effects.NOT_FAILED) != 0) {
            failed = false;
        }
        management &= (effects & Effects.NO_MANAGEMENT) == 0;
        forget(effects, Effects.NO_TIME, time);
        forget(effects, Effects.NO_SOURCE, source);
        forget(effects, Effects.NO_NAME, name);
        forget(effects, Effects.NO_RECIPIENT, recipient);
        forget(effects, Effects.NO_IDENTITY_ACCOUNT, identityAccount);
    }

    private static void forget(int effects, int effect, Said said) {
        if ((effects & effect) != 0) {
            said.forget();
        }
    }

    private boolean summarise() {
        if (!source.isPresent() || !name.isPresent() || !time.isPresent()) {
            return false;
        }
        Optional<Instant> eventTime = instant();
        if (eventTime.isEmpty()) {
            return false;
        }
        summary = new RecordSummary(account(), eventTime.get(), service(), string(name), !readOnly, failed, management,
                longLived);
        return true;
    }

    private String string(Said said) {
        return texts.of(text.text(), said.from, said.to);
    }

    /** Many in a row have the same time. */
    private Optional<Instant> instant() {
        String said = string(time);
        if (!said.equals(lastTime)) {
            lastTime = said;
            lastInstant = EventTime.parse(said);
        }
        return lastInstant;
    }

    private String service() {
        byte[] bytes = text.text();
        int dot = source.from;
        while (dot < source.to && bytes[dot] != '.') {
            dot++;
        }
        return texts.of(bytes, source.from, dot);
    }

    private Optional<String> account() {
        return account(recipient).or(() -> account(identityAccount));
    }

    private Optional<String> account(Said said) {
        return said.isPresent() ? Optional.of(string(said)).filter(RecordReader::isAccount) : Optional.empty();
    }
}
