package io.github.cloudunmap.aws.ec2;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads the elements of an XML document, one after the other. A reader reads one document, on one thread. */
final class XmlElements {
    /** The most levels of nested elements. EC2's answers have some ten levels. */
    private static final int DEEPEST = 100;
    /**
     * The most characters of a text. The longest text that the program uses is the token of the next page, which has a
     * few hundred characters.
     */
    private static final int LONGEST_TEXT = 16 << 10;

    /**
     * The JDK's limits on the size of XML, which are all lifted. Most of them protect against entities that expand to
     * huge texts. Such entities need a DTD, and this parser supports no DTD. From Java 24 on, the limits would do
     * harm: every escaped quote counts against a limit of 100,000 for each document, so a page with much JSON in its
     * tags could not be read.
     */
    private static final List<String> LIMITS = List.of(
            "jdk.xml.entityExpansionLimit",
            "jdk.xml.entityReplacementLimit",
            "jdk.xml.elementAttributeLimit",
            "jdk.xml.maxElementDepth",
            "jdk.xml.maxGeneralEntitySizeLimit",
            "jdk.xml.maxParameterEntitySizeLimit",
            "jdk.xml.maxXMLNameLimit",
            "jdk.xml.totalEntitySizeLimit");

    /**
     * The value that lifts a limit. Zero would lift most of the limits, but Java 17 would then refuse every XML
     * namespace.
     */
    private static final String UNLIMITED = String.valueOf(Integer.MAX_VALUE);

    private static final Set<String> NO = Set.of("", "0", "false");

    private final XMLStreamReader xml;
    private int depth;

    /** Reads an element to its end. */
    interface Reading {
        void of(String name) throws XMLStreamException;
    }

    /** The stream of the document, which notes whether its end has been reached. */
    static final class Source extends FilterInputStream {
        private boolean ended;

        Source(InputStream document) {
            super(document);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            ended |= read < 0;
            return read;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            ended |= read < 0;
            return read;
        }

        boolean hasEnded() {
            return ended;
        }
    }

    XmlElements(Source document) throws XMLStreamException {
        xml = parsers().createXMLStreamReader(document);
    }

    /** Reads the start of the root element, and returns the element's name. */
    String root() throws XMLStreamException {
        xml.nextTag();
        return xml.getLocalName();
    }

    /** Reads the rest of the document after its root element. */
    void end() throws XMLStreamException {
        while (xml.hasNext()) {
            xml.next();
        }
    }

    /** Returns the text of an element without the blanks around it; null if the element is empty. */
    @Nullable
    String text() throws XMLStreamException {
        StringBuilder read = new StringBuilder();
        for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                throw new IllegalArgumentException("an element in the place of a text");
            } else if (xml.isCharacters()) {
                append(read);
            }
        }
        String text = read.toString().strip();
        return text.isEmpty() ? null : text;
    }

    /** Reads a list: an element that may contain only {@code item} elements. */
    void items(Reading item) throws XMLStreamException {
        children(name -> {
            if (!name.equals("item")) {
                throw new IllegalArgumentException("a list of something else than items");
            }
            item.of(name);
        });
    }

    /** Reads an element that may contain only elements and blanks. */
    void children(Reading child) throws XMLStreamException {
        deeper();
        while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
            child.of(xml.getLocalName());
        }
        depth--;
    }

    void skip() throws XMLStreamException {
        int outside = depth;
        deeper();
        while (depth > outside) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                deeper();
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            }
        }
    }

    /**
     * Returns false if the element contains nothing, only blanks, or only a word that means "no". If the result is
     * false, the element has been read to its end.
     */
    boolean saysAnything() throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        int event = xml.next();
        while (event != XMLStreamConstants.END_ELEMENT) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                return true;
            } else if (xml.isCharacters()) {
                append(text);
            }
            event = xml.next();
        }
        return !NO.contains(text.toString().strip());
    }

    private void append(StringBuilder text) {
        if (text.length() + xml.getTextLength() > LONGEST_TEXT) {
            throw new IllegalArgumentException("a text is longer than any of EC2's");
        }
        text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
    }

    private void deeper() {
        if (++depth > DEEPEST) {
            throw new IllegalArgumentException("it is nested too deep");
        }
    }

    private static XMLInputFactory parsers() {
        XMLInputFactory parsers = XMLInputFactory.newDefaultFactory();
        parsers.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        parsers.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        LIMITS.forEach(limit -> parsers.setProperty(limit, UNLIMITED));
        return parsers;
    }
}
