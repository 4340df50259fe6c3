package io.iamwatch.deploy.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests an {@link IngestStack}: started for the first that asks, stopped after the last test of the run. */
final class OnIngestStack implements ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(OnIngestStack.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == IngestStack.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).computeIfAbsent(IngestStack.class, type -> start(),
                IngestStack.class);
    }

    private static IngestStack start() {
        try {
            return new IngestStack();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
