package io.github.cloudunmap.judge;

import io.github.cloudunmap.inmemory.CloudMapOperation;
import io.github.cloudunmap.judge.Truth.Form;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A removal in the history of the AWS.
 *
 * @param at the wall clock when it was accepted
 */
record AcceptedRemoval(String operationId, String service, String id, Map<String, String> attributes, Instant at) {
    /** A removal whose operation is still to be looked up. */
    record Noted(Form form, Instant at) {}

    AcceptedRemoval {
        attributes = Map.copyOf(attributes);
    }

    /**
     * Joins the operations of one region with what was noted as they were accepted, in the same order.
     *
     * @throws IllegalStateException if they do not agree
     */
    static List<AcceptedRemoval> history(List<CloudMapOperation> operations, List<Noted> noted) {
        List<CloudMapOperation> removals = operations.stream()
                .filter(operation -> operation.type().equals("DEREGISTER_INSTANCE"))
                .toList();
        if (removals.size() != noted.size()) {
            throw new IllegalStateException(removals.size() + " removals, of which the judge saw " + noted.size());
        }
        List<AcceptedRemoval> history = new ArrayList<>(noted.size());
        for (int i = 0; i < noted.size(); i++) {
            Form form = noted.get(i).form();
            Map<String, String> targets = Map.of("SERVICE", form.service().id(), "INSTANCE", form.id());
            if (!removals.get(i).targets().equals(targets)) {
                throw new IllegalStateException("the judge saw another removal than " + removals.get(i));
            }
            history.add(new AcceptedRemoval(
                    removals.get(i).id(),
                    form.service().id(),
                    form.id(),
                    form.attributes(),
                    noted.get(i).at()));
        }
        return history;
    }
}
