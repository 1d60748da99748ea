package io.github.cloudunmap.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** What the program relies on in SQS. */
interface SqsContract {
    String QUEUE_REGION = "us-east-1";

    AwsUnderTest aws();

    @Test
    default void givesAMessageAsItWasSent() {
        String queue = createQueue();
        String body = "{\"detail\": {\"instance-id\": \"i-1\"}, \"note\": \"ä — 日本 & <x>\"}\n";
        send(queue, body);

        assertThat(receive(queue, request -> {})).extracting(Message::body).containsExactly(body);
    }

    @Test
    default void givesUpToTenMessagesInOneAnswer() {
        String queue = createQueue();
        List<String> sent = IntStream.range(0, 12).mapToObj(String::valueOf).toList();
        sent.forEach(body -> send(queue, body));

        List<String> received = new ArrayList<>();
        for (int request = 0; request < 12 && received.size() < 12; request++) {
            List<Message> page = tenOf(queue);
            assertThat(page).hasSizeLessThanOrEqualTo(10);
            page.forEach(message -> received.add(message.body()));
        }
        assertThat(received).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    default void anEmptyQueueAnswersWithoutMessages() {
        assertThat(receive(createQueue(), request -> {})).isEmpty();
    }

    @Test
    default void aWaitEndsWithTheFirstMessage() {
        String queue = createQueue();
        CompletableFuture<List<Message>> waiting =
                CompletableFuture.supplyAsync(() -> receive(queue, request -> request.waitTimeSeconds(20)));
        send(queue, "news");

        assertThat(waiting.join()).extracting(Message::body).containsExactly("news");
    }

    @Test
    default void aReceivedMessageIsInvisible() {
        String queue = createQueue();
        send(queue, "once");
        assertThat(receive(queue, request -> request.visibilityTimeout(600))).hasSize(1);

        assertThat(receive(queue, request -> {})).isEmpty();
    }

    /** An answer without a wait would come before the message is visible again. */
    @Test
    default void aMessageThatIsNotDeletedEndsAWaitWhenItIsVisibleAgain() {
        String queue = createQueue();
        send(queue, "twice");
        Message first = receive(queue, request -> request.visibilityTimeout(2)).get(0);

        List<Message> again = receive(queue, request -> request.waitTimeSeconds(20));

        assertThat(again).extracting(Message::body).containsExactly("twice");
        assertThat(again.get(0).receiptHandle()).isNotEqualTo(first.receiptHandle());
    }

    @Test
    default void deletesMessagesForGoodAndAsOftenAsItIsAsked() {
        String queue = createQueue();
        send(queue, "a");
        send(queue, "b");
        List<Message> received = new ArrayList<>();
        while (received.size() < 2) {
            received.addAll(receive(queue, request -> request.visibilityTimeout(600)));
        }

        for (int i = 0; i < 2; i++) {
            DeleteMessageBatchResponse answer = delete(queue, received);
            assertThat(answer.successful()).hasSize(2);
            assertThat(answer.hasFailed() && !answer.failed().isEmpty()).isFalse();
        }
        assertThat(receive(queue, request -> request.waitTimeSeconds(1))).isEmpty();
    }

    @Test
    default void refusesAQueueThatIsNotThere() {
        String queue = createQueue();
        sqs().deleteQueue(request -> request.queueUrl(queue));

        assertThatExceptionOfType(QueueDoesNotExistException.class).isThrownBy(() -> receive(queue, request -> {}));
    }

    /** The URL of a queue is data: where the request goes to is up to the client. */
    @Test
    default void refusesAQueueOfAnotherRegion() {
        String queue = createQueue();

        assertThatExceptionOfType(QueueDoesNotExistException.class)
                .isThrownBy(() -> aws().sqs("eu-west-1").receiveMessage(request -> request.queueUrl(queue)));
    }

    @Test
    default void refusesMoreThanTenMessagesAndMoreThanTwentySeconds() {
        String queue = createQueue();

        assertThatExceptionOfType(SqsException.class)
                .isThrownBy(() -> receive(queue, request -> request.maxNumberOfMessages(11)))
                .satisfies(refused -> assertThat(refused.statusCode()).isEqualTo(400));
        assertThatExceptionOfType(SqsException.class)
                .isThrownBy(() -> receive(queue, request -> request.waitTimeSeconds(21)))
                .satisfies(refused -> assertThat(refused.statusCode()).isEqualTo(400));
    }

    private SqsClient sqs() {
        return aws().sqs(QUEUE_REGION);
    }

    private String createQueue() {
        return sqs().createQueue(request -> request.queueName("q-" + UUID.randomUUID()))
                .queueUrl();
    }

    private void send(String queue, String body) {
        sqs().sendMessage(request -> request.queueUrl(queue).messageBody(body));
    }

    private List<Message> receive(String queue, Consumer<ReceiveMessageRequest.Builder> more) {
        return sqs().receiveMessage(request -> more.accept(request.queueUrl(queue)))
                .messages();
    }

    private List<Message> tenOf(String queue) {
        return receive(queue, request -> request.maxNumberOfMessages(10));
    }

    private DeleteMessageBatchResponse delete(String queue, List<Message> messages) {
        List<DeleteMessageBatchRequestEntry> entries = IntStream.range(0, messages.size())
                .mapToObj(i -> DeleteMessageBatchRequestEntry.builder()
                        .id(String.valueOf(i))
                        .receiptHandle(messages.get(i).receiptHandle())
                        .build())
                .toList();
        return sqs().deleteMessageBatch(request -> request.queueUrl(queue).entries(entries));
    }
}
