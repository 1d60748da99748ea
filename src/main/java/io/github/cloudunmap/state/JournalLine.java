package io.github.cloudunmap.state;

import io.github.cloudunmap.reconcile.RegisteredInstance;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line of the journal. */
public sealed interface JournalLine {
    /**
     * The wall clock when the line was made. An outcome can be written later than that, if the journal could not be
     * written then.
     */
    Instant time();

    String passId();

    String serviceId();

    /** The Cloud Map id of the registration. */
    String instanceId();

    /**
     * Returns the key that the two lines of a removal share: the line of its beginning and the line of its outcome.
     */
    default String key() {
        return passId() + '\n' + keyOf(serviceId(), instanceId());
    }

    /** Returns the key of a registration. */
    static String keyOf(String serviceId, String instanceId) {
        return serviceId + '\n' + instanceId;
    }

    /**
     * A removal that is about to be made.
     *
     * @param registration the registration as it was listed, with all its attributes
     * @param ec2Ids the EC2 ids that the registration names
     * @param reason why the registration is stale
     * @param evidence the EC2 answers that the stale verdict rests on
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
     * @param operationId Cloud Map's id of the operation; null if the removal got no answer with such an id
     * @param why why the registration was kept, or why the result is unknown; null with any other result
     * @param errorCode the error of a failed removal; null with any other result
     * @param mayBeGone whether the registration may be gone after a failed removal, for example because the answer was
     *     lost
     * @param evidence the EC2 answers that the stale verdict rests on. For a removal that Cloud Map accepted after EC2
     *     was read once more: the EC2 answers of this last reading. Empty if the result is {@link #UNKNOWN}
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
            boolean mayBeGone,
            List<Answer> evidence)
            implements JournalLine {
        /** The result of a removal whose process was stopped before it wrote the result. */
        public static final String UNKNOWN = "unknown";

        public Outcome {
            evidence = List.copyOf(evidence);
        }

        /** Returns the outcome of a removal whose process was stopped before it wrote the result. */
        static Outcome unknown(Removing removal, Instant now) {
            return new Outcome(
                    now,
                    removal.passId(),
                    removal.serviceId(),
                    removal.instanceId(),
                    UNKNOWN,
                    null,
                    "the process was stopped",
                    null,
                    false,
                    List.of());
        }
    }
}
