package io.github.cloudunmap.contract;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The whole contract against one backend, which is started once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AwsContract
        implements CloudMapContract, Ec2Contract, SelectionContract, StsContract, SqsContract, EventBridgeContract {
    private @Nullable AwsUnderTest aws;

    /** Starts the backend, or skips the suite for it with a {@link SkippedBackend}. */
    abstract Backend start() throws Exception;

    @BeforeAll
    void connect() throws Exception {
        try {
            Backend backend = start();
            System.out.println("contract suite: ran against " + backend.name());
            aws = new AwsUnderTest(backend);
        } catch (SkippedBackend skipped) {
            System.out.println("contract suite: skipped " + skipped.getMessage());
            throw skipped;
        }
    }

    @AfterAll
    void disconnect() {
        if (aws != null) {
            aws.close();
        }
    }

    @Override
    public AwsUnderTest aws() {
        return Objects.requireNonNull(aws);
    }
}
