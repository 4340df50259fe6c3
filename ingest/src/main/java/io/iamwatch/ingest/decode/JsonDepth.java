package io.iamwatch.ingest.decode;

/** How deeply JSON is nested. */
final class JsonDepth {

    private JsonDepth() {
    }

    /** Returns whether more brackets than that are open at once, in an object that ends where the slice does. */
    static boolean exceeds(Slice object, int max) {
        byte[] bytes = object.array();
        JsonScan scan = new JsonScan(bytes, object.to());
        int depth = 0;
        int at = object.from();
        while (at < object.to()) {
            switch (bytes[at]) {
                case '{', '[' -> {
                    if (++depth > max) {
                        return true;
                    }
                    at++;
                }
                case '}', ']' -> {
                    depth--;
                    at++;
                }
                case '"' -> at = scan.string(at).to();
                default -> at++;
            }
        }
        return false;
    }
}
