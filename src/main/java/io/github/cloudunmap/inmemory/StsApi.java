package io.github.cloudunmap.inmemory;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers STS's AssumeRole with temporary credentials. Their access key id contains the account of the role. */
final class StsApi {
    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";
    private static final Pattern ROLE = Pattern.compile("arn:aws:iam::(\\d{12}):role/(?:.*/)?([^/]+)");

    private final StsRoles roles;
    private final Serial sessions = new Serial();

    StsApi(StsRoles roles) {
        this.roles = roles;
    }

    Answer answer(Call call, QueryParameters parameters) {
        String arn = parameters.text("RoleArn").orElse("");
        Matcher role = ROLE.matcher(arn);
        if (!role.matches()) {
            throw ApiError.badRequest("ValidationError", arn + " is invalid");
        }
        if (!roles.mayAssume(arn, parameters.text("ExternalId"))) {
            throw new ApiError(
                    403,
                    "AccessDenied",
                    "User: arn:aws:iam::" + call.account()
                            + ":user/demo is not authorized to perform: sts:AssumeRole on resource: " + arn);
        }
        String session = parameters.text("RoleSessionName").orElse("");
        Instant expiration = Instant.now()
                .plusSeconds(parameters.number("DurationSeconds").orElse(3600))
                .truncatedTo(ChronoUnit.SECONDS);
        Xml xml = new Xml();
        xml.root("AssumeRoleResponse", NAMESPACE, () -> {
            xml.element("AssumeRoleResult", () -> {
                credentials(xml, AccessKeys.temporary(role.group(1), sessions.id("")), expiration);
                xml.element("AssumedRoleUser", () -> {
                    xml.element("AssumedRoleId", "AROADEMO:" + session);
                    xml.element(
                            "Arn", "arn:aws:sts::" + role.group(1) + ":assumed-role/" + role.group(2) + "/" + session);
                });
            });
            xml.element("ResponseMetadata", () -> xml.element("RequestId", call.requestId()));
        });
        return new Answer(200, "text/xml", xml.bytes(), null);
    }

    static Answer error(ApiError error, String requestId) {
        Xml xml = new Xml();
        xml.root("ErrorResponse", NAMESPACE, () -> {
            xml.element("Error", () -> {
                xml.element("Type", error.status() < 500 ? "Sender" : "Receiver");
                xml.element("Code", error.code());
                xml.element("Message", error.message());
            });
            xml.element("RequestId", requestId);
        });
        return new Answer(error.status(), "text/xml", xml.bytes(), error.code());
    }

    private static void credentials(Xml xml, String accessKeyId, Instant expiration) {
        xml.element("Credentials", () -> {
            xml.element("AccessKeyId", accessKeyId);
            xml.element("SecretAccessKey", "not-checked");
            xml.element("SessionToken", "not-checked");
            xml.element("Expiration", expiration.toString());
        });
    }
}
