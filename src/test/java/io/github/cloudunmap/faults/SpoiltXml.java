package io.github.cloudunmap.faults;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/**
 * An XML answer in which elements are dropped, doubled, put in another order or given another text, at random. None
 * says that an instance has ended which has not: nothing tells that lie from the truth.
 */
final class SpoiltXml {
    private static final Set<String> SAYS_WHAT_HAS_ENDED = Set.of("name", "code");

    private SpoiltXml() {}

    static String of(String answer, Random random) {
        try {
            Document document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(answer)));
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                spoil(document, random);
            }
            StringWriter spoilt = new StringWriter();
            TransformerFactory.newInstance()
                    .newTransformer()
                    .transform(new DOMSource(document), new StreamResult(spoilt));
            return spoilt.toString();
        } catch (Exception e) {
            throw new IllegalArgumentException("no XML: " + answer, e);
        }
    }

    private static void spoil(Document document, Random random) {
        List<Element> elements = new ArrayList<>();
        collect(document.getDocumentElement(), elements);
        Element element = elements.get(random.nextInt(elements.size()));
        Node parent = element.getParentNode();
        if (!(parent instanceof Element)) {
            return;
        }
        switch (random.nextInt(7)) {
            case 0 -> parent.removeChild(element);
            case 1 -> parent.insertBefore(element.cloneNode(true), parent.getFirstChild());
            case 2 -> parent.appendChild(element);
            case 6 -> swapText(element, document, random);
            case 3 -> withText(element, OddValues.any(random));
            case 4 ->
                withText(
                        (Element) parent.appendChild(document.createElement(OddValues.name(random))),
                        OddValues.any(random));
            default -> withText(element, "\n " + element.getTextContent() + "\t");
        }
    }

    /** With another element of that name, so that an address is another instance's. */
    private static void swapText(Element element, Document document, Random random) {
        NodeList all = document.getElementsByTagName(element.getTagName());
        Element other = (Element) all.item(random.nextInt(all.getLength()));
        if (!element.getTagName().equals("instanceId")) {
            String text = element.getTextContent();
            withText(element, other.getTextContent());
            withText(other, text);
        }
    }

    private static void withText(Element element, String text) {
        boolean isLeaf = element.getElementsByTagName("*").getLength() == 0;
        if (isLeaf && !SAYS_WHAT_HAS_ENDED.contains(element.getTagName())) {
            element.setTextContent(text.replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]", ""));
        }
    }

    private static void collect(Element element, List<Element> into) {
        into.add(element);
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                collect(inner, into);
            }
        }
    }
}
