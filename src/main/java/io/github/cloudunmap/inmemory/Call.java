package io.github.cloudunmap.inmemory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The contents of one request.
 *
 * @param operation the API operation, such as {@code DescribeInstances}
 * @param account the account of the access key; while EC2 makes its answer, the account that EC2 answers for
 * @param accessKeyId the id of the access key that signed the request
 * @param serviceId the id or ARN in the field {@code ServiceId} of a request to Cloud Map; null without this field
 * @param ids the instance ids in the request, from filters and from parameters
 * @param filterValues the number of values in all filters of the request
 */
public record Call(
        String requestId,
        String operation,
        String region,
        String account,
        String accessKeyId,
        @Nullable String serviceId,
        List<String> ids,
        int filterValues,
        @Nullable Integer maxResults,
        @Nullable String nextToken) {
    public Call {
        ids = List.copyOf(ids);
    }

    Call inAccount(String other) {
        return new Call(
                requestId, operation, region, other, accessKeyId, serviceId, ids, filterValues, maxResults, nextToken);
    }

    /**
     * A call and its answer.
     *
     * @param errorCode AWS's error code; null for a success
     * @param bytes the size of the answer's body
     */
    public record Answered(Call call, int status, @Nullable String errorCode, int bytes) {}
}
