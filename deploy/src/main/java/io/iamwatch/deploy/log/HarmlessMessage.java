package io.iamwatch.deploy.log;

import io.iamwatch.alerting.terminal.TerminalText;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.pattern.ConverterKeys;
import org.apache.logging.log4j.core.pattern.LogEventPatternConverter;
import org.apache.logging.log4j.core.pattern.PatternConverter;

/**
 * {@code %harmless} in a pattern: the message, whoever logs it, as it may be printed. It is one line whatever it
 * holds, moves no cursor, reorders nothing, and ends.
 */
@Plugin(name = "HarmlessMessage", category = PatternConverter.CATEGORY)
@ConverterKeys("harmless")
public final class HarmlessMessage extends LogEventPatternConverter {

    /** The longest message, in code points; what follows is counted. */
    static final int MAX_LENGTH = 8192;

    private HarmlessMessage() {
        super("harmless", "harmless");
    }

    /** Log4j's way to get one. */
    public static HarmlessMessage newInstance(String[] options) {
        return new HarmlessMessage();
    }

    @Override
    public void format(LogEvent event, StringBuilder line) {
        line.append(TerminalText.neutralise(event.getMessage().getFormattedMessage(), MAX_LENGTH));
    }
}
