package io.github.cloudunmap.aws.credentials;

import io.github.cloudunmap.text.Redaction;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Credentials that nothing shows once they have been used, whoever repeats them in an error. */
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
