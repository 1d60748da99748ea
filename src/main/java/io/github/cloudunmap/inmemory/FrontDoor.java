package io.github.cloudunmap.inmemory;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.function.Function;

/**
 * Receives every request: reads and counts the request, applies faults and limits, and passes the request to its API.
 */
final class FrontDoor implements HttpHandler {
    private final Function<String, Account> ec2Accounts;
    private final CloudMapApi cloudMap;
    private final SqsApi sqs;
    private final StsApi sts;
    private final FaultBoard faults;
    private final RequestLimits limits;
    private final Calls calls;
    private final Serial requestIds = new Serial();

    FrontDoor(
            Function<String, Account> accounts,
            Function<String, Account> ec2Accounts,
            StsRoles roles,
            FaultBoard faults,
            RequestLimits limits,
            Calls calls) {
        this.ec2Accounts = ec2Accounts;
        this.cloudMap = new CloudMapApi(accounts);
        this.sqs = new SqsApi(accounts);
        this.sts = new StsApi(roles);
        this.faults = faults;
        this.limits = limits;
        this.calls = calls;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String requestId = requestIds.uuid();
            Request request;
            Call call;
            try {
                request = Request.parse(exchange.getRequestHeaders(), body);
                call = request.call(requestId, credential(exchange));
            } catch (ApiError e) {
                send(exchange, requestId, Ec2Xml.error(e, requestId));
                return;
            }
            CallCounter counter = calls.counter(call);
            counter.enter();
            try {
                Answer answer = answer(request, call);
                calls.record(call, answer);
                if (answer.status() != ApiError.NO_ANSWER) {
                    send(exchange, requestId, answer);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                counter.leave();
            }
        }
    }

    private Answer answer(Request request, Call call) throws InterruptedException {
        try {
            faults.before(call);
            limits.admit(
                    call, request instanceof Request.Ec2 ? ApiError.requestLimitExceeded() : ApiError.throttling());
            Answer answer = dispatch(request, call);
            faults.after(call);
            return answer;
        } catch (ApiError e) {
            return error(request, call, e);
        } catch (RuntimeException | AssertionError e) {
            return error(request, call, new ApiError(500, "InternalFailure", e.toString()));
        }
    }

    private Answer dispatch(Request request, Call call) throws InterruptedException {
        if (request instanceof Request.Sqs json) {
            return sqs.answer(call, json.fields());
        }
        if (request instanceof Request.CloudMap json) {
            return cloudMap.answer(call, json.fields());
        }
        if (request instanceof Request.Sts form) {
            return sts.answer(call, form.parameters());
        }
        Account account = ec2Accounts.apply(call.account());
        return Ec2Api.answer(call.inAccount(account.id()), ((Request.Ec2) request).parameters(), account);
    }

    private static Answer error(Request request, Call call, ApiError error) {
        if (request instanceof Request.CloudMap) {
            return CloudMapApi.error(error);
        }
        if (request instanceof Request.Sqs) {
            return SqsApi.error(error);
        }
        return request instanceof Request.Sts
                ? StsApi.error(error, call.requestId())
                : Ec2Xml.error(error, call.requestId());
    }

    private static Credential credential(HttpExchange exchange) {
        return Credential.parse(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElseThrow(() -> new ApiError(
                        403, "MissingAuthenticationToken", "The request has no Authorization header of SigV4"));
    }

    private static void send(HttpExchange exchange, String requestId, Answer answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        exchange.getResponseHeaders().set("x-amzn-RequestId", requestId);
        exchange.sendResponseHeaders(answer.status(), answer.body().length);
        exchange.getResponseBody().write(answer.body());
    }
}
