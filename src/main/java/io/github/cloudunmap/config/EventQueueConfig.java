package io.github.cloudunmap.config;

import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A queue to which EventBridge sends EC2's state-change events:
 *
 * <pre>
 * queue-url: https://sqs.us-east-1.amazonaws.com/123456789012/ec2-state-changes
 * role-arn: arn:aws:iam::123456789012:role/unmap-events
 * </pre>
 *
 * @param roleArn the role to read the queue with; null for the process's own credentials
 */
public record EventQueueConfig(
        QueueUrl queueUrl,

        @Nullable @Pattern(regexp = ServiceConfig.ROLE_ARN, message = ServiceConfig.NO_ROLE_ARN)
        String roleArn) {}
