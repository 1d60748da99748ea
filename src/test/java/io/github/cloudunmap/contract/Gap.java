package io.github.cloudunmap.contract;

/** A way in which a backend is known to differ from AWS. */
enum Gap {
    REGISTERS_TWICE("registering a known id again lists it twice"),
    NO_CREATED_BY_ACCOUNT("ListInstances does not return CreatedByAccount"),
    NO_SERVICE_ARN("a service cannot be named by its ARN"),
    NO_FILTERS_OF_LISTINGS("ListNamespaces and ListServices ignore their filters"),
    NO_PAGES_OF_LISTINGS("ListNamespaces and ListServices show everything on one page"),
    NO_ERROR_FOR_TAGS_OF_NOTHING("ListTagsForResource of an unknown service has no tags"),
    NO_LIST_PAGE_BOUNDS("ListInstances takes any MaxResults"),
    NO_LIST_TOKEN_CHECK("ListInstances takes any NextToken"),
    NO_FILTER_LIMIT("DescribeInstances takes more than 200 filter values"),
    NO_DESCRIBE_PAGE_BOUNDS("DescribeInstances takes any MaxResults"),
    NO_DESCRIBE_TOKEN_CHECK("DescribeInstances answers an unknown NextToken with an internal error"),
    PAGES_OF_RESERVATIONS("MaxResults of DescribeInstances counts reservations"),
    NO_EVENT_BRIDGE("EventBridge cannot be asked: a test connects EC2 with a queue itself"),
    TERMINATED_KEEP_ADDRESSES("a terminated instance keeps its addresses");

    private final String description;

    Gap(String description) {
        this.description = description;
    }

    @Override
    public String toString() {
        return description;
    }
}
