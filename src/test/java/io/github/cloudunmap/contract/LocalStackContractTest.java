package io.github.cloudunmap.contract;

import java.net.URI;
import org.junit.jupiter.api.Tag;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.localstack.LocalStackContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * LocalStack in a container, or with {@code -Dunmap.localstack.image=…} another image in its place, which
 * is never skipped; an image named {@code …/moto} is started as moto's. LocalStack's Cloud Map needs a licence, hence
 * the token.
 */
@Tag("long")
final class LocalStackContractTest extends AwsContract {
    private static final String TOKEN = "LOCALSTACK_AUTH_TOKEN";
    private static final String IMAGE = "unmap.localstack.image";
    private static final DockerImageName LOCALSTACK = DockerImageName.parse("localstack/localstack:latest");
    private static final int MOTO_PORT = 5000;

    @Override
    Backend start() {
        String image = System.getProperty(IMAGE, "");
        if (image.isEmpty() && System.getenv(TOKEN) == null) {
            throw new SkippedBackend("LocalStack", "neither " + TOKEN + " nor -D" + IMAGE + " is set");
        }
        if (image.isEmpty() && !DockerClientFactory.instance().isDockerAvailable()) {
            throw new SkippedBackend("LocalStack", "no Docker engine can be reached");
        }
        DockerImageName name = image.isEmpty() ? LOCALSTACK : DockerImageName.parse(image);
        return name.getUnversionedPart().endsWith("/moto") ? moto(name) : localStack(name);
    }

    private static Backend moto(DockerImageName image) {
        GenericContainer<?> container = new GenericContainer<>(image)
                .withExposedPorts(MOTO_PORT)
                .waitingFor(Wait.forHttp("/moto-api/").forPort(MOTO_PORT));
        container.start();
        URI endpoint = URI.create("http://" + container.getHost() + ":" + container.getMappedPort(MOTO_PORT));
        return new Backend("the image " + image, endpoint, Backend.MOTO_GAPS, container::stop);
    }

    private static Backend localStack(DockerImageName image) {
        LocalStackContainer container =
                new LocalStackContainer(image.asCompatibleSubstituteFor("localstack/localstack"));
        String token = System.getenv(TOKEN);
        if (token != null) {
            container.withEnv(TOKEN, token);
        }
        container.start();
        return new Backend("the image " + image, container.getEndpoint(), Backend.MOTO_GAPS, container::stop);
    }
}
