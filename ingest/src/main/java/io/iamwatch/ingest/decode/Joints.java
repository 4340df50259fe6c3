package io.iamwatch.ingest.decode;

import java.util.HashMap;
import java.util.Map;

/**
 * The structure of records as far as it was seen: AWS writes the records of a call alike but for their values.
 * Bounded, since names in records are anybody's to choose; beyond the bound all is forgotten. Serves one thread.
 */
final class Joints {

    private static final int MOST_SPOTS = 4096;
    private static final int LONGEST = 512;

    private final JointReader reader;
    private final Map<Spot.Key, Spot> spots = new HashMap<>();
    private Spot start = start();

    Joints(int maxDepth) {
        this.reader = new JointReader(maxDepth);
    }

    /** Returns where records begin. */
    Spot first() {
        return start;
    }

    /** Returns what stands at an index behind a value, or null where that is unsure. */
    Joint behind(Spot spot, RecordText text, int at) {
        Joint seen = spot.find(text.bytes(), at, text.limit());
        return seen == null ? read(spot, text, at) : seen;
    }

    private Joint read(Spot spot, RecordText text, int from) {
        int to = reader.read(text, spot, from);
        if (to == JsonGlance.UNSURE) {
            return null;
        }
        Joint joint = new Joint(text.bytes(), from, to, spot(reader.next()), reader.effects());
        remember(spot, joint, text, from);
        return joint;
    }

    /**
     * Makes one joint of two and the usual value between them: most strings of a record are the same in the next one.
     *
     * @param spot behind whose values the first one stands, at {@code from}
     */
    void unite(Spot spot, Joint first, Joint second, RecordText text, int from, int to) {
        remember(spot, new Joint(text.bytes(), from, to, second.next(),
                Effects.then(first.effects(), second.effects())), text, from);
    }

    /** What cannot be found again for being at the end of the array is not remembered over and over again. */
    private static void remember(Spot spot, Joint joint, RecordText text, int from) {
        if (joint.length() <= LONGEST && joint.isAt(text.bytes(), from, text.limit())) {
            spot.remember(joint);
        }
    }

    private Spot spot(Spot.Key key) {
        if (spots.size() >= MOST_SPOTS) {
            spots.clear();
            start = start();
        }
        return spots.computeIfAbsent(key, Spot::new);
    }

    private static Spot start() {
        return new Spot(new Spot.Key(Spot.Kind.RECORD, Frames.NONE, RecordField.OTHER, ""));
    }
}
