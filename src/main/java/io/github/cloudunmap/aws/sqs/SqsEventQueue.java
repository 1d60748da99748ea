package io.github.cloudunmap.aws.sqs;

import io.github.cloudunmap.aws.call.AwsCall;
import io.github.cloudunmap.config.QueueUrl;
import io.github.cloudunmap.events.EventQueue;
import io.github.cloudunmap.reconcile.ApiFailure;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/** A queue of SQS, read by long polling. */
public final class SqsEventQueue implements EventQueue {
    /** The most messages that SQS returns in one answer, from the API reference of SQS. */
    private static final int MOST_MESSAGES = 10;

    /** The longest time for which SQS waits for messages before it answers, from the API reference of SQS. */
    private static final int LONGEST_WAIT_SECONDS = 20;

    private final AwsCall calls;
    private final SqsClient client;
    private final QueueUrl queue;
    private final Runnable closing;

    /** @param closing closes the client and its credentials */
    public SqsEventQueue(AwsCall calls, SqsClient client, QueueUrl queue, Runnable closing) {
        this.calls = calls;
        this.client = client;
        this.queue = queue;
        this.closing = closing;
    }

    @Override
    public String url() {
        return queue.text();
    }

    @Override
    public List<Message> receive() {
        ReceiveMessageResponse answer = calls.within(
                "ReceiveMessage of " + queue,
                () -> client.receiveMessage(request -> request.queueUrl(queue.text())
                        .maxNumberOfMessages(MOST_MESSAGES)
                        .waitTimeSeconds(LONGEST_WAIT_SECONDS)));
        return answer.messages().stream()
                .filter(message -> message.receiptHandle() != null)
                .map(message -> new Message(message.body() == null ? "" : message.body(), message.receiptHandle()))
                .toList();
    }

    @Override
    public void delete(List<Message> messages) {
        List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
        for (Message message : messages) {
            entries.add(DeleteMessageBatchRequestEntry.builder()
                    .id(String.valueOf(entries.size()))
                    .receiptHandle(message.handle())
                    .build());
        }
        String what = "DeleteMessageBatch of " + queue;
        DeleteMessageBatchResponse answer = calls.within(
                what,
                () -> client.deleteMessageBatch(
                        request -> request.queueUrl(queue.text()).entries(entries)));
        if (answer.hasFailed() && !answer.failed().isEmpty()) {
            BatchResultErrorEntry first = answer.failed().get(0);
            throw new ApiFailure(
                    String.valueOf(first.code()),
                    what + ": " + answer.failed().size() + " of " + messages.size() + " messages were not deleted: "
                            + first.message() + " (" + first.code() + ")");
        }
    }

    @Override
    public void close() {
        closing.run();
    }
}
