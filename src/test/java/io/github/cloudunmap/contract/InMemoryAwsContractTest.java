package io.github.cloudunmap.contract;

import io.github.cloudunmap.inmemory.InMemoryAws;
import java.util.Set;
import org.junit.jupiter.api.Tag;

@Tag("long")
final class InMemoryAwsContractTest extends AwsContract {
    @Override
    Backend start() {
        InMemoryAws aws = InMemoryAws.start();
        return new Backend("the in-memory AWS", aws.endpoint(), Set.of(Gap.NO_EVENT_BRIDGE), aws::close);
    }
}
