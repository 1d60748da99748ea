package io.github.cloudunmap.state;

import io.github.cloudunmap.reconcile.RegisteredInstance;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line of the journal. */
public sealed interface JournalLine {
    /** The wall clock when the line was written. */
    Instant time();

    String passId();

    String serviceId();

    /** The Cloud Map id of the registration. */
    String instanceId();

    /** The key that joins a line with an outcome to the line of its removal. */
    default String key() {
        return passId() + '\n' + serviceId() + '\n' + instanceId();
    }

    /**
     * A removal that is about to be made.
     *
     * @param registration as it was listed, with all its attributes
     * @param ec2Ids the EC2 ids that the registration names
     * @param reason why it is stale
     * @param evidence the EC2 answers that this rests on
     */
    record Removing(
            Instant time,
            String passId,
            JournaledService service,
            RegisteredInstance registration,
            List<String> ec2Ids,
            String reason,
            List<Answer> evidence)
            implements JournalLine {
        public Removing {
            ec2Ids = List.copyOf(ec2Ids);
            evidence = List.copyOf(evidence);
        }

        @Override
        public String serviceId() {
            return service.id();
        }

        @Override
        public String instanceId() {
            return registration.id();
        }
    }

    /** An EC2 answer, by its region and its request id. */
    record Answer(String region, String requestId) {}

    /**
     * The outcome of a removal.
     *
     * @param result a result of a removal, or {@link #UNKNOWN}
     * @param why why the registration was kept, or its removal has no known result
     * @param errorCode why the removal failed
     * @param evidence the EC2 answers that were read last
     */
    record Outcome(
            Instant time,
            String passId,
            String serviceId,
            String instanceId,
            String result,
            @Nullable String operationId,
            @Nullable String why,
            @Nullable String errorCode,
            List<Answer> evidence)
            implements JournalLine {
        /** The result of a removal whose process was stopped before the result was written. */
        public static final String UNKNOWN = "unknown";

        public Outcome {
            evidence = List.copyOf(evidence);
        }
    }
}
