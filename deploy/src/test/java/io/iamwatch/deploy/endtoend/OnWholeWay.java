package io.iamwatch.deploy.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the {@link WholeWay}: started for the first that asks, stopped after the last test of the run. */
final class OnWholeWay implements ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(OnWholeWay.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == WholeWay.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).computeIfAbsent(WholeWay.class, type -> start(), WholeWay.class);
    }

    private static WholeWay start() {
        try {
            return WholeWay.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
