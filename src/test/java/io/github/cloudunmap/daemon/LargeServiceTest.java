package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.AP;
import static io.github.cloudunmap.daemon.LocalAws.EU;
import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.inmemory.Call;
import io.github.cloudunmap.reconcile.ReconcileReport;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Cloud Map's quota of instances in one service, over three regions. */
@Tag("long")
final class LargeServiceTest {
    private static final int QUOTA = 1000;

    private final LocalAws local = new LocalAws();
    private final LocalAws.TestService web = local.service(LocalAws.config("srv-web", US, US, EU, AP));

    @BeforeEach
    void aThousandInstancesOfWhichEveryTenthIsTerminated() {
        local.aws.cloudMap(US).createService("srv-web");
        for (int i = 0; i < QUOTA; i++) {
            String region = List.of(US, EU, AP).get(i % 3);
            String id = local.registered("srv-web", region, "10." + i / 250 + ".0." + (i % 250 + 1));
            if (i % 10 == 0) {
                local.aws.ec2(region).terminate(id);
            }
        }
    }

    @AfterEach
    void close() {
        local.close();
    }

    /** A scan of each region finds the living, one request to each the dead; by id it would have been five to each. */
    @Test
    void removesTheDeadWithNoRequestOver200FilterValues() {
        ReconcileReport report = web.pass();

        assertThat(report.result()).isEqualTo(ReconcileReport.Result.SUCCESS);
        assertThat(local.registrations("srv-web")).hasSize(900);
        assertThat(local.aws.calls().log("DescribeInstances"))
                .hasSize(6)
                .extracting(Call::filterValues)
                .allMatch(values -> values <= 200);
    }
}
