package io.github.cloudunmap.config;

import io.github.cloudunmap.address.AddressFamily;
import io.github.cloudunmap.reconcile.DeregistrationLimit;
import io.github.cloudunmap.reconcile.ServicePolicy.IdRule;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

/**
 * One Cloud Map service to keep clean:
 *
 * <pre>
 * service-id: srv-web
 * service-region: us-east-1
 * instances-regions: [us-east-1, eu-west-1]
 * frequency: 60s
 * max-deregistrations: 25%
 * grace-period: 2m
 * settle-time: 60s
 * role-arn: arn:aws:iam::123456789012:role/unmap
 * external-id: example
 * unmap-stopped: false
 * ids: ec2-only
 * addresses: [ipv4]
 * dry-run: false
 * name: web
 * </pre>
 *
 * @param serviceId a Cloud Map service id, or the ARN of a service shared by another account
 * @param serviceRegion the region of the Cloud Map service
 * @param instancesRegions the regions where the instances of the service may be; without duplicates
 * @param frequency the time after which the next regular pass is due
 * @param maxDeregistrations the most removals of one pass
 * @param gracePeriod for how long every pass must have found a registration stale before it is removed
 * @param settleTime for how long EC2's answers must have agreed that a registration is stale before it is removed;
 *     zero turns settling off. A registration whose instances EC2 shows as ended goes without this wait
 * @param roleArn the role to assume; null for the process's own credentials
 * @param externalId the external id with which STS assumes the role; null for none
 * @param unmapStopped whether a registration is stale if its instance is stopping or stopped
 * @param ids which registrations are judged: with {@code ec2-only}, only those that name an EC2 id; with {@code any},
 *     also those that name none
 * @param addresses the families of addresses by which a registration is judged; without duplicates
 * @param dryRun whether the passes only log what they would remove
 * @param name a name for people, shown beside the service id; null for none
 */
public record ServiceConfig(
        @Pattern(
                regexp = "[\\w:/.@+=-]{1,255}",
                message = "must be a service id such as srv-0123456789abcdef or a service ARN")
        String serviceId,

        @Pattern(regexp = REGION, message = NO_REGION) String serviceRegion,

        @NotEmpty(message = "must name at least one region")
        List<@Pattern(regexp = REGION, message = NO_REGION) String> instancesRegions,

        @DurationMin(seconds = 1, message = "must be at least 1s")
        @DurationMax(days = 30, message = "must be at most 30d")
        Duration frequency,

        DeregistrationLimit maxDeregistrations,

        @DurationMin(message = "must be at least 0s") @DurationMax(days = 30, message = "must be at most 30d")
        Duration gracePeriod,

        @DurationMin(message = "must be at least 0s") @DurationMax(hours = 1, message = "must be at most 1h")
        Duration settleTime,

        @Nullable @Pattern(regexp = ROLE_ARN, message = NO_ROLE_ARN)
        String roleArn,

        @Nullable
        @Pattern(
                regexp = "[\\w+=,.@:/-]{2,1224}",
                message = "must be 2 to 1224 letters, digits and characters of _+=,.@:/-")
        String externalId,

        boolean unmapStopped,
        IdRule ids,

        @NotEmpty(message = "must name at least one of ipv4, ipv6")
        List<AddressFamily> addresses,

        boolean dryRun,

        @Nullable
        @Pattern(
                regexp = "[^\\p{C}\\p{Z}][^\\p{C}\\p{Zl}\\p{Zp}]{0,63}",
                message = "must be 1 to 64 printable characters and not begin with a blank")
        String name) {

    // All repetitions in these patterns are bounded. For an unbounded group, java.util.regex would recurse once per
    // repetition, and a long text would overflow the stack.
    private static final String REGION = "[a-z]{2,20}(-[a-z]{1,20}){1,4}-[0-9]{1,2}";

    private static final String NO_REGION = "must look like us-east-1";

    static final String ROLE_ARN = "arn:aws(-[a-z]{1,20}){0,3}:iam::[0-9]{12}:role/[\\w+=,.@/-]{1,576}";

    static final String NO_ROLE_ARN = "must look like arn:aws:iam::123456789012:role/name";

    public ServiceConfig {
        instancesRegions = List.copyOf(instancesRegions);
        addresses = List.copyOf(addresses);
    }

    /** Makes a service without a name. Its registrations are judged by their IPv4 addresses. */
    public ServiceConfig(
            String serviceId,
            String serviceRegion,
            List<String> instancesRegions,
            Duration frequency,
            DeregistrationLimit maxDeregistrations,
            Duration gracePeriod,
            Duration settleTime,
            @Nullable String roleArn,
            @Nullable String externalId,
            boolean unmapStopped,
            IdRule ids,
            boolean dryRun) {
        this(
                serviceId,
                serviceRegion,
                instancesRegions,
                frequency,
                maxDeregistrations,
                gracePeriod,
                settleTime,
                roleArn,
                externalId,
                unmapStopped,
                ids,
                List.of(AddressFamily.IPV4),
                dryRun,
                null);
    }

    /** Returns a service with these three settings. Every other setting has its default, as if a file left it out. */
    public static ServiceConfig of(String serviceId, String serviceRegion, List<String> instancesRegions) {
        return new ServiceConfig(
                serviceId,
                serviceRegion,
                instancesRegions,
                Duration.ofMinutes(5),
                DeregistrationLimit.NONE,
                Duration.ZERO,
                Duration.ofSeconds(60),
                null,
                null,
                false,
                IdRule.EC2_ONLY,
                false);
    }

    /**
     * Returns the service id, even if the configuration names the service by its ARN. So two entries for the same
     * service have the same plain id.
     */
    public String plainId() {
        return plainId(serviceId);
    }

    /** Returns the service id, in lower case, from a service id or an ARN. */
    public static String plainId(String idOrArn) {
        return idOrArn.substring(idOrArn.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    }

    public ServiceConfig withFrequency(Duration other) {
        return Setting.with(this, "frequency", other);
    }

    public ServiceConfig withSettleTime(Duration other) {
        return Setting.with(this, "settle-time", other);
    }

    public ServiceConfig withIds(IdRule other) {
        return Setting.with(this, "ids", other);
    }

    public ServiceConfig withAddresses(List<AddressFamily> other) {
        return Setting.with(this, "addresses", other);
    }

    public ServiceConfig withDryRun(boolean other) {
        return Setting.with(this, "dry-run", other);
    }

    public ServiceConfig withRole(@Nullable String arn, @Nullable String id) {
        return Setting.with(Setting.with(this, "role-arn", arn), "external-id", id);
    }
}
