package io.github.cloudunmap.aws.credentials;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.TimeSource;
import io.github.cloudunmap.text.Redaction;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * The process's own credentials. They come from the first source that the environment names, in the order of the AWS
 * SDK. If this source fails, the call fails with an {@link ApiFailure} of one line. The call tries no other source,
 * because that could belong to another account. The next call looks again for the first source, since files may have
 * appeared. Once a source has worked, the process accepts no other source. Any thread may call it.
 */
public final class OwnCredentials implements AwsCredentialsProvider, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnCredentials.class);
    /**
     * The most characters of a cause. With this limit, the whole line with the remedy usually stays below 400
     * characters.
     */
    private static final int LONGEST_CAUSE = 160;

    private final Map<String, String> environment;
    private final Executor executor;
    private final TimeSource time;

    @Nullable
    private CredentialSource source;

    /** The name of the source that has worked; null until a source has worked. */
    @Nullable
    private String inUse;

    private String told = "";

    /**
     * @param executor reads the output and the error output of a {@code credential_process}
     * @param time limits how long the {@code credential_process} runs, and tells when its credentials expire
     */
    public OwnCredentials(Map<String, String> environment, Executor executor, TimeSource time) {
        this.environment = environment;
        this.executor = executor;
        this.time = time;
    }

    @Override
    public AwsCredentials resolveCredentials() {
        CredentialSource used = source();
        refuseAnother(used);
        try {
            AwsCredentials credentials = used.provider().resolveCredentials();
            worked(used);
            tell(used.name()
                    + credentials.accountId().map(id -> ", account " + id).orElse(""));
            return credentials;
        } catch (RuntimeException e) {
            forget(used);
            throw new ApiFailure(
                    "NoCredentials",
                    "no AWS credentials from the " + used.name() + ": "
                            + used.fileProblem().orElseGet(() -> cause(e) + "; " + used.remedy()),
                    e);
        }
    }

    private synchronized CredentialSource source() {
        try {
            if (source == null) {
                source = CredentialSource.of(environment, executor, time);
            }
            return source;
        } catch (RuntimeException e) {
            throw new ApiFailure(
                    "NoCredentials",
                    ProfileFiles.problem()
                            .orElseGet(
                                    () -> "the AWS configuration cannot be read: " + cause(e) + "; correct its files"),
                    e);
        }
    }

    private synchronized void worked(CredentialSource used) {
        inUse = used.name();
    }

    /**
     * Fails if another source has given credentials to this process before. A file of the AWS configuration that is
     * missing for a moment must not move the process to another account.
     */
    private synchronized void refuseAnother(CredentialSource chosen) {
        if (inUse != null && !inUse.equals(chosen.name())) {
            source = null;
            throw new ApiFailure(
                    "NoCredentials",
                    "no AWS credentials from the " + inUse + " any more, and the " + chosen.name()
                            + " may be another account; bring it back, or restart the program");
        }
    }

    @SuppressWarnings("ReferenceEquality") // equal sources can still be two different objects
    private synchronized void forget(CredentialSource failed) {
        if (source == failed) {
            source = null;
        }
    }

    private synchronized void tell(String name) {
        if (!told.equals(name)) {
            told = name;
            LOG.info("AWS credentials are those of the {}", name);
        }
    }

    /** Joins the message of the SDK's exception and the messages of the exception's causes. */
    private static String cause(Throwable e) {
        String all = Redaction.of(messages(e)
                .map(message -> message.replaceAll(": ProfileFile\\(.*", "")
                        .strip()
                        .replaceAll("\\s+", " ")
                        .replaceAll("\\.$", ""))
                .distinct()
                .collect(Collectors.joining(": ")));
        return all.length() <= LONGEST_CAUSE ? all : all.substring(0, LONGEST_CAUSE) + "…";
    }

    private static Stream<String> messages(Throwable e) {
        String message = e.getMessage();
        Throwable cause = e.getCause();
        return Stream.concat(
                message == null ? Stream.empty() : Stream.of(message),
                cause == null || cause == e ? Stream.empty() : messages(cause));
    }

    @Override
    public synchronized void close() {
        if (source != null) {
            source.close();
        }
    }
}
