/** Reads queues of SQS. */
@NullMarked
package io.github.cloudunmap.aws.sqs;

import org.jspecify.annotations.NullMarked;
