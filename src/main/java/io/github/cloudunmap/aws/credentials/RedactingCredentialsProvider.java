package io.github.cloudunmap.aws.credentials;

import io.github.cloudunmap.text.Redaction;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Registers as secrets all credentials that it provides, so that no log line and no error shows them. */
public record RedactingCredentialsProvider(AwsCredentialsProvider provider) implements AwsCredentialsProvider {
    @Override
    public AwsCredentials resolveCredentials() {
        AwsCredentials credentials = provider.resolveCredentials();
        Redaction.conceal(credentials.accessKeyId());
        Redaction.conceal(credentials.secretAccessKey());
        if (credentials instanceof AwsSessionCredentials session) {
            Redaction.conceal(session.sessionToken());
        }
        return credentials;
    }
}
