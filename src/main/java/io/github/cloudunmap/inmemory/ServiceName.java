package io.github.cloudunmap.inmemory;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Cloud Map service and the account that owns it. */
record ServiceName(String account, String id) {
    private static final Pattern ARN = Pattern.compile("arn:aws:servicediscovery:([^:]+):(\\d{12}):service/(.+)");

    /** Returns the service that a call names. An id without an account means a service of the caller's own account. */
    static ServiceName of(Call call) {
        String name = Objects.requireNonNullElse(call.serviceId(), "");
        Matcher arn = ARN.matcher(name);
        return arn.matches() && arn.group(1).equals(call.region())
                ? new ServiceName(arn.group(2), arn.group(3))
                : new ServiceName(call.account(), name);
    }

    String arn(String region) {
        return "arn:aws:servicediscovery:" + region + ":" + account + ":service/" + id;
    }
}
