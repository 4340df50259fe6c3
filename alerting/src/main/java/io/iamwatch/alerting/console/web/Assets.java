package io.iamwatch.alerting.console.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Files that come with the console. */
final class Assets {

    private static final String FOLDER = "/io/iamwatch/alerting/console/";

    private Assets() {
    }

    /** A route that gives a file to anybody. */
    static Route route(String path, String file, String type) {
        Response response = Response.asset(type, read(file));
        return new Route("GET", path, Route.Audience.ANYBODY, call -> response);
    }

    static byte[] read(String file) {
        try (InputStream in = Assets.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException("the console's file is missing: " + FOLDER + file);
            }
            return in.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
