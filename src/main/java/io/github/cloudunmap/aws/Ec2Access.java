package io.github.cloudunmap.aws;

import io.github.cloudunmap.aws.AwsClients.Credentials;
import io.github.cloudunmap.aws.RefCounted.Lease;
import io.github.cloudunmap.fleet.SharedInstanceDirectory;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** EC2 in one region as one identity. */
record Ec2Access(SharedInstanceDirectory directory, Ec2Client client, Lease<Credentials> credentials, Runnable closing)
        implements AutoCloseable {
    @Override
    public void close() {
        closing.run();
        client.close();
        credentials.close();
    }
}
