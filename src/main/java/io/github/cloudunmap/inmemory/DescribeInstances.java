package io.github.cloudunmap.inmemory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Answers EC2's DescribeInstances with the limits of the EC2 API reference: at most 200 filter values a call, and
 * MaxResults from 5 to 1000. MaxResults is the largest number of instances on a page. A call that has both MaxResults
 * and the parameter InstanceId is refused.
 */
final class DescribeInstances {
    private static final Pattern ID = Pattern.compile("i-[0-9a-f]{8}(?:[0-9a-f]{9})?");
    private static final int MOST_FILTER_VALUES = 200;
    private static final String INCLUDE_MANAGED = "IncludeManagedResources";
    private static final String BY_ID = "instance-id";
    private static final String BY_STATE = "instance-state-name";

    private final Ec2Region region;
    private final boolean withoutManaged;
    private final QueryParameters parameters;
    private final Map<String, List<String>> filters;

    DescribeInstances(Ec2Region region, boolean managedHidden, QueryParameters parameters) {
        this.region = region;
        this.withoutManaged = managedHidden
                && !parameters.text(INCLUDE_MANAGED).map(Boolean::parseBoolean).orElse(false);
        this.parameters = parameters;
        this.filters = parameters.filters();
    }

    Answer answer(Call call) {
        checkFilters(call);
        List<String> ids = parameters.list("InstanceId");
        Predicate<LaunchedInstance> matching = matching();
        if (!ids.isEmpty()) {
            return new Ec2Xml(call)
                    .reservations(byId(ids).stream().filter(matching).toList(), null);
        }
        int size = pageSize();
        int row = parameters.text("NextToken").map(this::row).orElse(0);
        List<String> filteredIds = filters.get(BY_ID);
        Ec2Region.Page page =
                filteredIds == null ? region.page(matching, row, size) : region.page(filteredIds, matching, row, size);
        Integer nextRow = page.nextRow();
        return new Ec2Xml(call).reservations(page.instances(), nextRow == null ? null : token(nextRow));
    }

    private void checkFilters(Call call) {
        for (String name : filters.keySet()) {
            if (!name.equals(BY_ID) && !name.equals(BY_STATE)) {
                throw ApiError.badRequest("InvalidParameterValue", "The filter '" + name + "' is invalid");
            }
        }
        if (call.filterValues() > MOST_FILTER_VALUES) {
            throw ApiError.badRequest(
                    "FilterLimitExceeded",
                    "The maximum number of filter values specified on a single call is " + MOST_FILTER_VALUES);
        }
    }

    private List<LaunchedInstance> byId(List<String> ids) {
        if (parameters.text("MaxResults").isPresent()) {
            throw ApiError.badRequest(
                    "InvalidParameterCombination",
                    "The parameter instancesSet cannot be used with the parameter maxResults");
        }
        return existing(region, ids);
    }

    /** Returns the instances with these ids, as EC2 shows them now. Fails if an id is malformed or not shown. */
    static List<LaunchedInstance> existing(Ec2Region region, List<String> ids) {
        List<LaunchedInstance> found = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String id : ids) {
            if (!ID.matcher(id).matches()) {
                throw ApiError.badRequest("InvalidInstanceID.Malformed", "Invalid id: \"" + id + "\"");
            }
            region.shown(id).ifPresentOrElse(found::add, () -> missing.add(id));
        }
        if (!missing.isEmpty()) {
            throw ApiError.badRequest(
                    "InvalidInstanceID.NotFound",
                    missing.size() == 1
                            ? "The instance ID '" + missing.get(0) + "' does not exist"
                            : "The instance IDs '" + String.join(", ", missing) + "' do not exist");
        }
        return found;
    }

    private Predicate<LaunchedInstance> matching() {
        Predicate<LaunchedInstance> included = instance -> !(withoutManaged && instance.managed());
        List<String> states = filters.get(BY_STATE);
        if (states == null) {
            return included;
        }
        Set<String> wanted = Set.copyOf(states);
        return included.and(instance -> wanted.contains(instance.state().apiName()));
    }

    private int pageSize() {
        Optional<Integer> maxResults = parameters.number("MaxResults");
        maxResults.filter(size -> size < 5).ifPresent(size -> refuse(size, "greater than or equal to 5"));
        maxResults.filter(size -> size > 1000).ifPresent(size -> refuse(size, "less than or equal to 1000"));
        return maxResults.orElse(Integer.MAX_VALUE);
    }

    private static void refuse(int size, String expected) {
        throw ApiError.badRequest(
                "InvalidParameterValue",
                "Value ( " + size + " ) for parameter maxResults is invalid. Expecting a value " + expected + ".");
    }

    private String token(int row) {
        return PageToken.of(filters.toString(), Integer.toString(row));
    }

    private int row(String token) {
        return PageToken.position(filters.toString(), token)
                .map(Integer::parseInt)
                .orElseThrow(() -> ApiError.badRequest("InvalidNextToken", "The NextToken value is not valid"));
    }
}
