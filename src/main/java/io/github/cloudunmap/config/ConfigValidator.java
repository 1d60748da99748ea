package io.github.cloudunmap.config;

import io.github.cloudunmap.text.OneLine;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/**
 * Checks a configuration, whether from a file or from flags. The rules are the annotations of the records and the
 * further checks in this class. Any thread may call it.
 */
public final class ConfigValidator {
    private static final Validator VALIDATOR = Validation.byProvider(HibernateValidator.class)
            .providerResolver(() -> List.of(new HibernateValidator()))
            .configure()
            .ignoreXmlConfiguration()
            .messageInterpolator(
                    new ParameterMessageInterpolator(Set.of(Locale.ROOT), Locale.ROOT, context -> Locale.ROOT, false))
            .buildValidatorFactory()
            .getValidator();

    private static final Pattern TAG_KEY = Pattern.compile("[^\\p{C}\\p{Zl}\\p{Zp}]{1,128}");
    private static final Pattern TAG_VALUE = Pattern.compile("[^\\p{C}\\p{Zl}\\p{Zp}]{0,256}");

    private ConfigValidator() {}

    /**
     * Returns the problems of the process's own settings, of the services, and of queues that are listed twice. Checks
     * neither the selections (the entries with {@code select}) nor the roles of the queues of events.
     */
    public static List<UnplacedProblem> problems(Config config) {
        List<UnplacedProblem> problems = new ArrayList<>(ofProcess(config));
        problems.addAll(ofRepeatedQueues(config.events()));
        for (int i = 0; i < config.services().size(); i++) {
            problems.addAll(problems(config.services().get(i), "services[" + i + "]."));
        }
        return problems;
    }

    /** Returns the problems of the process's own settings, without the problems of the services. */
    public static List<UnplacedProblem> ofProcess(Config config) {
        List<UnplacedProblem> problems = new ArrayList<>(ofSingleSettings(config, ""));
        if (config.services().isEmpty() && config.selections().isEmpty()) {
            problems.add(new UnplacedProblem("services", "must list at least one service"));
        }
        return problems;
    }

    /** Returns the problems of a {@code select}, without the problems of the other settings of its entry. */
    public static List<UnplacedProblem> problems(SelectConfig select, String prefix) {
        List<UnplacedProblem> problems = new ArrayList<>(ofSingleSettings(select, prefix));
        addRepeated(select.names(), prefix + "names", problems);
        select.tags().forEach((key, value) -> {
            if (!TAG_KEY.matcher(key).matches()) {
                problems.add(new UnplacedProblem(
                        prefix + "tags", "must have keys of 1 to 128 printable characters" + not(key)));
            } else if (!TAG_VALUE.matcher(value).matches()) {
                problems.add(new UnplacedProblem(
                        prefix + "tags." + key, "must be at most 256 printable characters" + not(value)));
            }
        });
        return problems;
    }

    /** Returns every problem of one service; empty if the service is valid. */
    public static List<UnplacedProblem> problems(ServiceConfig service) {
        return problems(service, "");
    }

    public static List<UnplacedProblem> problems(ServiceConfig service, String prefix) {
        List<UnplacedProblem> problems = new ArrayList<>(ofSingleSettings(service, prefix));
        addCrossChecks(service, prefix, problems);
        return problems;
    }

    /**
     * Returns the problems of the settings that violate their own annotations, in the alphabetical order of their
     * paths. In a whole configuration, this checks the settings of {@code prometheus} too, but not those of queues,
     * services and selections.
     */
    public static List<UnplacedProblem> ofSingleSettings(Object config, String prefix) {
        return VALIDATOR.validate(config).stream()
                .map(found -> new UnplacedProblem(
                        path(prefix, found.getPropertyPath()), found.getMessage() + not(found.getInvalidValue())))
                .sorted(Comparator.comparing(UnplacedProblem::path).thenComparing(UnplacedProblem::message))
                .toList();
    }

    private static void addCrossChecks(ServiceConfig service, String prefix, List<UnplacedProblem> problems) {
        if (service.externalId() != null && service.roleArn() == null) {
            problems.add(new UnplacedProblem(prefix + "external-id", "needs a role-arn beside it"));
        }
        addRepeated(service.instancesRegions(), prefix + "instances-regions", problems);
        addRepeated(service.addresses().stream().map(Choice::word).toList(), prefix + "addresses", problems);
    }

    private static void addRepeated(List<String> values, String path, List<UnplacedProblem> problems) {
        Set<String> known = new HashSet<>();
        for (int i = 0; i < values.size(); i++) {
            if (!known.add(values.get(i))) {
                problems.add(
                        new UnplacedProblem(path + "[" + i + "]", "names " + OneLine.quote(values.get(i)) + " again"));
            }
        }
    }

    /**
     * Refuses a queue that is listed twice. Two readers of one queue would each get only some of its messages, and log
     * lines could not tell the readers apart.
     */
    public static List<UnplacedProblem> ofRepeatedQueues(List<EventQueueConfig> queues) {
        List<UnplacedProblem> problems = new ArrayList<>();
        for (int i = 0; i < queues.size(); i++) {
            QueueUrl queue = queues.get(i).queueUrl();
            if (queues.subList(0, i).stream().anyMatch(before -> queue.isSameQueue(before.queueUrl()))) {
                problems.add(new UnplacedProblem(
                        "events[" + i + "].queue-url", "names the queue " + OneLine.quote(queue.name()) + " again"));
            }
        }
        return problems;
    }

    private static String not(Object value) {
        if (value instanceof Collection<?>) {
            return "";
        }
        return ", not "
                + (value instanceof Duration duration
                        ? DurationText.format(duration)
                        : OneLine.quote(String.valueOf(value)));
    }

    /** Returns the path of the setting that breaks a rule. If a rule is about a record, returns the record's path. */
    private static String path(String prefix, Path path) {
        String key = kebabCase(path);
        return key.isEmpty() ? prefix.replaceFirst("\\.$", "") : prefix + key;
    }

    private static String kebabCase(Path path) {
        StringBuilder text = new StringBuilder();
        for (Path.Node node : path) {
            if (node.getIndex() != null) {
                text.append('[').append(node.getIndex()).append(']');
            }
            if (node.getKind() == ElementKind.PROPERTY) {
                text.append(text.isEmpty() ? "" : ".").append(Setting.key(node.getName()));
            }
        }
        return text.toString();
    }
}
