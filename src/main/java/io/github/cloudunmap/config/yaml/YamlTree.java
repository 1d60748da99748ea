package io.github.cloudunmap.config.yaml;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.yaml.YamlNode.Entry;
import io.github.cloudunmap.config.yaml.YamlNode.Mapping;
import io.github.cloudunmap.config.yaml.YamlNode.Refused;
import io.github.cloudunmap.config.yaml.YamlNode.Scalar;
import io.github.cloudunmap.config.yaml.YamlNode.Sequence;
import io.github.cloudunmap.text.OneLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Reads one YAML document into a tree with positions. Anchors, aliases, merge keys and tags are reported as problems.
 * So no value is ever expanded, and a file needs memory only in proportion to its size.
 */
final class YamlTree {
    private static final int DEEPEST = 16;
    private static final int MOST_NODES = 100_000;

    /**
     * The most characters of a line. For one long word, the parser's time grows with the square of the word's length.
     */
    private static final int LONGEST_LINE = 100_000;

    private static final String SHARING = " not supported; settings that services share go under defaults";
    private static final YAMLFactory YAML =
            YAMLFactory.builder().loaderOptions(options()).build();

    private final int[] text;
    private final YAMLParser parser;
    private final Problems problems;
    private int nodes;

    private YamlTree(int[] text, YAMLParser parser, Problems problems) {
        this.text = text;
        this.parser = parser;
        this.problems = problems;
    }

    /**
     * Returns the root of the only document.
     *
     * @throws InvalidConfigException if a problem ends the reading, such as a syntax error or an empty text. All other
     *     problems are only added to {@code problems}
     */
    static YamlNode read(String text, Problems problems) throws InvalidConfigException {
        try (YAMLParser parser = YAML.createParser(text)) {
            return new YamlTree(text.codePoints().toArray(), parser, problems).document();
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory", e);
        }
    }

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        return options;
    }

    private YamlNode document() throws IOException, InvalidConfigException {
        refuseLongLines();
        refuseOddIndentation();
        JsonToken first = next();
        if (first == null) {
            throw problems.fatal(0, 0, "", "is empty");
        }
        YamlNode root = node(first, "", 0);
        JsonToken following = next();
        JsonLocation second = parser.currentTokenLocation();
        // An empty second document is allowed, because a text that ends in --- has one.
        if (following != null && !(following.isScalarValue() && parser.getText().isEmpty() && next() == null)) {
            throw problems.fatal(
                    second.getLineNr(), second.getColumnNr(), "", "starts a second document; only one is allowed");
        }
        return root;
    }

    private void refuseLongLines() throws InvalidConfigException {
        int line = 1;
        int column = 1;
        for (int c : text) {
            column = c == '\n' ? 1 : column + 1;
            line += c == '\n' ? 1 : 0;
            if (column > LONGEST_LINE + 1) {
                throw problems.fatal(line, column - 1, "", "is a line of more than " + LONGEST_LINE + " characters");
            }
        }
    }

    /**
     * Refuses tabs in indentation. Also refuses characters in indentation that only look like spaces. YAML would read
     * these as part of a word, and texts from web pages and word processors contain them.
     */
    private void refuseOddIndentation() throws InvalidConfigException {
        int line = 1;
        int column = 1;
        boolean isIndentation = true;
        for (int c : text) {
            if (isIndentation && c != ' ' && (Character.isSpaceChar(c) || c == '\t')) {
                throw problems.fatal(
                        line, column, "", String.format("is indented with the character U+%04X; use spaces", c));
            }
            isIndentation = c == '\n' || (isIndentation && c == ' ');
            column = c == '\n' ? 1 : column + 1;
            line += c == '\n' ? 1 : 0;
        }
    }

    private YamlNode node(JsonToken token, String path, int depth) throws IOException, InvalidConfigException {
        JsonLocation at = parser.currentTokenLocation();
        int line = at.getLineNr();
        int column = at.getColumnNr();
        if (depth > DEEPEST) {
            throw problems.fatal(line, column, path, "is nested more than " + DEEPEST + " levels deep");
        }
        if (++nodes > MOST_NODES) {
            throw problems.fatal(line, column, path, "is one value too many; a file may have " + MOST_NODES);
        }
        if (token.isScalarValue()) {
            return scalar(at, path);
        }
        if (parser.getObjectId() != null) {
            problems.problem(line, column, path, "anchors are" + SHARING);
        }
        if (parser.getTypeId() != null) {
            problems.problem(line, column, path, "tags are not supported");
        }
        return token == JsonToken.START_ARRAY
                ? sequence(line, column, path, depth)
                : mapping(line, column, path, depth);
    }

    private YamlNode scalar(JsonLocation at, String path) throws IOException, InvalidConfigException {
        int first = firstCharacter(at);
        refuseProperties(first, at, path);
        if (first == '*') {
            return new Refused(at.getLineNr(), at.getColumnNr(), path);
        }
        boolean plain = "'\"|>".indexOf(first) < 0;
        return new Scalar(at.getLineNr(), at.getColumnNr(), path, parser.getText(), plain);
    }

    private Sequence sequence(int line, int column, String path, int depth) throws IOException, InvalidConfigException {
        List<YamlNode> items = new ArrayList<>();
        for (JsonToken token = next(); token != null && token != JsonToken.END_ARRAY; token = next()) {
            items.add(node(token, path + "[" + items.size() + "]", depth + 1));
        }
        return new Sequence(line, column, path, items);
    }

    private Mapping mapping(int line, int column, String path, int depth) throws IOException, InvalidConfigException {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (JsonToken token = next(); token != null && token != JsonToken.END_OBJECT; token = next()) {
            JsonLocation at = parser.currentTokenLocation();
            String key = parser.getText();
            String keyPath = (path.isEmpty() ? "" : path + ".") + OneLine.quote(key);
            refuseProperties(firstCharacter(at), at, keyPath);
            JsonToken value = next();
            if (value == null) {
                break;
            }
            Entry entry = new Entry(at.getLineNr(), at.getColumnNr(), keyPath, node(value, keyPath, depth + 1));
            if (key.equals("<<")) {
                problems.problem(entry.line(), entry.column(), keyPath, "merge keys are" + SHARING);
                continue;
            }
            Entry earlier = entries.putIfAbsent(key, entry);
            if (earlier != null) {
                problems.problem(
                        entry.line(), entry.column(), keyPath, "is given on line " + earlier.line() + " already");
            }
        }
        return new Mapping(line, column, path, entries);
    }

    private void refuseProperties(int first, JsonLocation at, String path) {
        switch (first) {
            case '&' -> problems.problem(at.getLineNr(), at.getColumnNr(), path, "anchors are" + SHARING);
            case '*' -> problems.problem(at.getLineNr(), at.getColumnNr(), path, "aliases are" + SHARING);
            case '!' -> problems.problem(at.getLineNr(), at.getColumnNr(), path, "tags are not supported");
            default -> {}
        }
    }

    /**
     * Returns the first character of a scalar in the text. The character shows the style of the scalar, and whether
     * there is an anchor. The parser reports neither if the scalar is the value of a key.
     */
    private int firstCharacter(JsonLocation at) {
        int offset = (int) at.getCharOffset();
        return offset < text.length ? text[offset] : ' ';
    }

    private @Nullable JsonToken next() throws InvalidConfigException {
        try {
            return parser.nextToken();
        } catch (IOException | RuntimeException e) { // some failures of the parser itself are unchecked exceptions
            throw syntaxError(e);
        }
    }

    private InvalidConfigException syntaxError(Exception e) {
        if (e.getCause() instanceof MarkedYAMLException yaml && yaml.getProblemMark() != null) {
            int line = yaml.getProblemMark().getLine() + 1;
            int column = yaml.getProblemMark().getColumn() + 1;
            String context = yaml.getContext() == null ? "" : " " + yaml.getContext();
            return problems.fatal(line, column, "", "is no YAML: " + yaml.getProblem() + context);
        }
        if (e.getCause() instanceof ReaderException reader) {
            int[] at = TextPosition.of(text, reader.getPosition());
            String character = String.format("U+%04X", reader.getCodePoint());
            return problems.fatal(at[0], at[1], "", "contains the character " + character + ", which YAML forbids");
        }
        JsonLocation at = parser.currentLocation();
        return problems.fatal(
                at.getLineNr(), at.getColumnNr(), "", "is no YAML for this purpose: a key must be one short word");
    }
}
