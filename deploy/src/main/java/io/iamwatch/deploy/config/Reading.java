package io.iamwatch.deploy.config;

import java.util.List;

/** What reading a configuration came to. */
public sealed interface Reading {

    /** It is valid. */
    record Valid(ServiceConfig config) implements Reading {
    }

    /**
     * It is not.
     *
     * @param problems everything that is wrong, by key
     */
    record Invalid(List<Problem> problems) implements Reading {
    }
}
