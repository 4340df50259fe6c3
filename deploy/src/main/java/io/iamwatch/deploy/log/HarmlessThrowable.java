package io.iamwatch.deploy.log;

import io.iamwatch.alerting.terminal.TerminalText;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.pattern.ConverterKeys;
import org.apache.logging.log4j.core.pattern.LogEventPatternConverter;
import org.apache.logging.log4j.core.pattern.PatternConverter;

/**
 * {@code %harmlessEx} in a pattern: the exception with its causes, each message as it may be printed and on one
 * line. A parser's message quotes what it could not read; the frames are ours.
 */
@Plugin(name = "HarmlessThrowable", category = PatternConverter.CATEGORY)
@ConverterKeys("harmlessEx")
public final class HarmlessThrowable extends LogEventPatternConverter {

    private HarmlessThrowable() {
        super("harmlessEx", "harmlessEx");
    }

    /** Log4j's way to get one. */
    public static HarmlessThrowable newInstance(String[] options) {
        return new HarmlessThrowable();
    }

    /** It looks after exceptions: nothing adds them a second time. */
    @Override
    public boolean handlesThrowable() {
        return true;
    }

    @Override
    public void format(LogEvent event, StringBuilder line) {
        if (event.getThrown() != null) {
            write(event.getThrown(), "", line, Collections.newSetFromMap(new IdentityHashMap<>()));
        }
    }

    private static void write(Throwable thrown, String before, StringBuilder line, Set<Throwable> written) {
        if (!written.add(thrown)) {
            return;
        }
        line.append(before).append(TerminalText.neutralise(thrown.toString(), HarmlessMessage.MAX_LENGTH)).append('\n');
        for (StackTraceElement frame : thrown.getStackTrace()) {
            line.append("\tat ").append(TerminalText.neutralise(frame.toString())).append('\n');
        }
        for (Throwable suppressed : thrown.getSuppressed()) {
            write(suppressed, "Suppressed: ", line, written);
        }
        if (thrown.getCause() != null) {
            write(thrown.getCause(), "Caused by: ", line, written);
        }
    }
}
