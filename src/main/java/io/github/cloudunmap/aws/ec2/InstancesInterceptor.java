package io.github.cloudunmap.aws.ec2;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.cloudunmap.fleet.Ec2Reader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Parses successful answers of {@code DescribeInstances} in place of the SDK. The SDK's own parser gets an empty
 * answer.
 */
public final class InstancesInterceptor implements ExecutionInterceptor {
    /**
     * This attribute of a request holds a reference from the caller. The parsed page is put into this reference. If
     * the request is retried, the page of the later answer replaces the earlier page.
     */
    public static final ExecutionAttribute<AtomicReference<Ec2Reader.@Nullable Page>> PAGE =
            new ExecutionAttribute<>("PageOfInstances");

    private static final String REQUEST_ID = "x-amzn-RequestId";
    private static final byte[] NOTHING = "<DescribeInstancesResponse/>".getBytes(UTF_8);

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        AtomicReference<Ec2Reader.@Nullable Page> page = attributes.getAttribute(PAGE);
        if (page == null || !context.httpResponse().isSuccessful()) {
            return context.responseBody();
        }
        return context.responseBody().map(body -> {
            page.set(read(
                    body, context.httpResponse().firstMatchingHeader(REQUEST_ID).orElse(null)));
            return new ByteArrayInputStream(NOTHING);
        });
    }

    private static Ec2Reader.@Nullable Page read(InputStream body, @Nullable String requestId) {
        try (body) {
            return InstancesXml.read(body, requestId);
        } catch (IOException e) {
            // The SDK retries the request because the cause is an IOException. The message begins like those of the
            // SDK's own parser errors: by these words, AwsCall recognizes an unreadable answer.
            throw SdkClientException.create("Unable to unmarshall response (" + e.getMessage() + ")", e);
        }
    }
}
