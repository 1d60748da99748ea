package io.github.cloudunmap.contract;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("long")
final class MotoServerContractTest extends AwsContract {
    @Override
    Backend start() throws Exception {
        Path program =
                MotoServer.onPath().orElseThrow(() -> new SkippedBackend("moto_server", "there is none on the PATH"));
        MotoServer server = MotoServer.start(program);
        return new Backend(
                "moto_server (" + MotoServer.version() + ")", server.endpoint(), Backend.MOTO_GAPS, server::close);
    }
}
