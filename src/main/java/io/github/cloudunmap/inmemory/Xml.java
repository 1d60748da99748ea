package io.github.cloudunmap.inmemory;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes an XML document. */
final class Xml {
    private final StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

    /**
     * Writes an element with a namespace.
     *
     * @param content writes the content of the element
     */
    Xml root(String tag, String namespace, Runnable content) {
        text.append('<').append(tag).append(" xmlns=\"").append(namespace).append("\">");
        content.run();
        return end(tag);
    }

    Xml element(String tag, Runnable content) {
        text.append('<').append(tag).append('>');
        content.run();
        return end(tag);
    }

    /** Writes an element with this text. Writes nothing if the text is null. */
    Xml element(String tag, @Nullable String value) {
        if (value == null) {
            return this;
        }
        return element(tag, () -> text(value));
    }

    /**
     * Writes an element with one {@code <item>} for each member.
     *
     * @param content writes the content of an item
     */
    <T> Xml items(String tag, Collection<T> members, Consumer<T> content) {
        return element(tag, () -> members.forEach(member -> element("item", () -> content.accept(member))));
    }

    byte[] bytes() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private Xml end(String tag) {
        text.append("</").append(tag).append('>');
        return this;
    }

    /** Writes the text inside the current element, with special characters escaped. */
    void text(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '&' -> text.append("&amp;");
                case '"' -> text.append("&quot;");
                default -> text.append(c);
            }
        }
    }
}
