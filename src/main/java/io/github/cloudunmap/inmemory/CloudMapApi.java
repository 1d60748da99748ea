package io.github.cloudunmap.inmemory;

import static io.github.cloudunmap.inmemory.CloudMapListings.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cloudunmap.inmemory.CloudMapService.Registration;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers the operations of Cloud Map's JSON protocol. A request names a service by its id, or by its ARN if another
 * account owns the service.
 */
final class CloudMapApi {
    private static final String EC2_INSTANCE_ID = "AWS_EC2_INSTANCE_ID";
    private static final String ADDRESS = "AWS_INSTANCE_IPV4";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Function<String, Account> accounts;
    private final CloudMapListings listings;

    CloudMapApi(Function<String, Account> accounts) {
        this.accounts = accounts;
        this.listings = new CloudMapListings(accounts);
    }

    /** Reads the fields of a request. */
    static JsonNode parse(byte[] body) {
        try {
            JsonNode fields = JSON.readTree(new String(body, StandardCharsets.UTF_8));
            if (fields.isObject()) {
                return fields;
            }
        } catch (JsonProcessingException e) {
            throw ApiError.badRequest("SerializationException", "The request is no JSON: " + e.getOriginalMessage());
        }
        throw ApiError.badRequest("SerializationException", "The request is no JSON object");
    }

    Answer answer(Call call, JsonNode fields) {
        CloudMapRegion own = accounts.apply(call.account()).cloudMap(call.region());
        ServiceName service = ServiceName.of(call);
        CloudMapRegion owner = accounts.apply(service.account()).cloudMap(call.region());
        ObjectNode answer = JSON.createObjectNode();
        switch (call.operation()) {
            case "CreateHttpNamespace" -> answer.put("OperationId", own.startNamespace(text(fields, "Name")));
            case "CreateService" -> createService(call, fields, own, answer);
            case "RegisterInstance" ->
                answer.put(
                        "OperationId",
                        owner.startRegistration(
                                service.id(),
                                text(fields, "InstanceId"),
                                filledIn(
                                        attributes(fields),
                                        accounts.apply(call.account()).ec2(call.region())),
                                call.account()));
            case "DeregisterInstance" ->
                answer.put("OperationId", owner.startDeregistration(service.id(), text(fields, "InstanceId")));
            case "GetInstance" -> {
                Registration found = owner.registration(service.id(), text(fields, "InstanceId"));
                answer.put("ResourceOwner", service.account());
                instance(answer.putObject("Instance"), found);
            }
            case "ListInstances" -> list(call, service, owner, answer);
            case "GetOperation" -> operation(own, text(fields, "OperationId"), answer);
            default -> {
                if (!listings.answers(call, fields, answer)) {
                    throw ApiError.badRequest("UnknownOperationException", "No operation " + call.operation());
                }
            }
        }
        return json(200, answer, null);
    }

    static Answer error(ApiError error) {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("__type", error.code());
        answer.put("Message", error.message());
        error.operationId().ifPresent(id -> answer.put("DuplicateOperationId", id));
        return json(error.status(), answer, error.code());
    }

    private static Answer json(int status, ObjectNode answer, @Nullable String errorCode) {
        byte[] body = answer.toString().getBytes(StandardCharsets.UTF_8);
        return new Answer(status, "application/x-amz-json-1.1", body, errorCode);
    }

    private static void createService(Call call, JsonNode fields, CloudMapRegion region, ObjectNode answer) {
        String name = text(fields, "Name");
        String id = region.createService();
        String namespace = fields.path("NamespaceId").asText();
        if (!namespace.isEmpty()) {
            region.catalog().put(id, namespace, name, call.account());
        }
        Map<String, String> tags = new LinkedHashMap<>();
        fields.path("Tags")
                .forEach(tag ->
                        tags.put(tag.path("Key").asText(), tag.path("Value").asText()));
        region.catalog().tag(id, tags);
        ObjectNode service = answer.putObject("Service");
        service.put("Id", id);
        service.put("Arn", new ServiceName(call.account(), id).arn(call.region()));
        service.put("Name", name);
        service.put("CreatedByAccount", call.account());
        service.put("ResourceOwner", call.account());
    }

    private static void list(Call call, ServiceName service, CloudMapRegion region, ObjectNode answer) {
        Integer maxResults = call.maxResults();
        if (maxResults != null && (maxResults < 1 || maxResults > 100)) {
            throw ApiError.badRequest("InvalidInput", "MaxResults must be 1 to 100, not " + maxResults);
        }
        String query = service.account() + service.id();
        String token = call.nextToken();
        String after = token == null
                ? ""
                : PageToken.position(query, token)
                        .orElseThrow(() -> ApiError.badRequest("InvalidInput", "The NextToken is not valid"));
        CloudMapService.Page page = region.page(service.id(), after, maxResults == null ? 100 : maxResults);
        answer.put("ResourceOwner", service.account());
        answer.putArray("Instances");
        page.registrations()
                .forEach(each -> instance(answer.withArray("Instances").addObject(), each));
        if (page.last() != null) {
            answer.put("NextToken", PageToken.of(query, page.last()));
        }
    }

    private static void instance(ObjectNode target, Registration registration) {
        target.put("Id", registration.id());
        target.put("CreatedByAccount", registration.createdBy());
        ObjectNode attributes = target.putObject("Attributes");
        registration.attributes().forEach(attributes::put);
    }

    private static void operation(CloudMapRegion region, String id, ObjectNode answer) {
        CloudMapOperation operation = region.operation(id)
                .orElseThrow(() -> ApiError.badRequest("OperationNotFound", "Operation not found: " + id));
        ObjectNode target = answer.putObject("Operation");
        target.put("Id", operation.id());
        target.put("Type", operation.type());
        target.put("Status", operation.status().name());
        operation.targets().forEach(target.putObject("Targets")::put);
        CloudMapOperation.Failure failure = operation.failure();
        if (failure != null) {
            target.put("ErrorCode", failure.code());
            target.put("ErrorMessage", failure.message());
        }
    }

    /**
     * Completes the attributes of a registration as Cloud Map does. If the attributes name an EC2 id, the instance's
     * primary private address is added, and an {@code AWS_INSTANCE_IPV4} in the request is refused.
     */
    private static Map<String, String> filledIn(Map<String, String> attributes, Ec2Region ec2) {
        String id = attributes.get(EC2_INSTANCE_ID);
        if (id == null) {
            return attributes;
        } else if (attributes.containsKey(ADDRESS)) {
            throw ApiError.badRequest("InvalidInput", ADDRESS + " cannot be given beside " + EC2_INSTANCE_ID);
        }
        Map<String, String> all = new LinkedHashMap<>(attributes);
        all.put(
                ADDRESS,
                ec2.find(id).stream()
                        .flatMap(instance -> instance.interfaces().stream())
                        .flatMap(each -> each.addresses().stream())
                        .map(NetworkInterface.Address::privateIp)
                        .findFirst()
                        .orElseThrow(() -> ApiError.badRequest("InvalidInput", "No EC2 instance " + id)));
        return all;
    }

    private static Map<String, String> attributes(JsonNode fields) {
        Map<String, String> attributes = new LinkedHashMap<>();
        fields.path("Attributes")
                .properties()
                .forEach(
                        entry -> attributes.put(entry.getKey(), entry.getValue().asText()));
        return attributes;
    }
}
