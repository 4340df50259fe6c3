package io.iamwatch.deploy.cli;

/** How findings are printed. */
enum OutputFormat {
    /** For people. */
    PRETTY,
    /** One JSON document a line, for programs. */
    NDJSON
}
