package io.truebook.api.reconciliation;

import io.truebook.api.provider.SettlementFileInvalid;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The shape of an XML statement, before a library makes objects of it: well formed, of no depth or
 * kind that could harm, and the lines its entries begin at.
 *
 * <p>A document type is refused unread: entities that grow, or that name files, need one.
 */
record CamtOutline(String text, List<Long> lines) {

    private static final int DEEPEST = 64;

    /** Above all that a day has; the library makes objects of every one. */
    private static final int MOST_ELEMENTS = 200_000;

    /** The standard's longest has 500; a number of many digits is long to read. */
    private static final int LONGEST_TEXT = 4_096;

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final Pattern NAMESPACE =
            Pattern.compile("urn:iso:std:iso:20022:tech:xsd:camt\\.053\\.001\\.[0-9]{2}");

    static CamtOutline of(byte[] file) {
        var text = text(file);
        var lines = new ArrayList<Long>();
        boolean isStatement = false;
        int depth = 0;
        int elements = 0;
        int characters = 0;
        long line = 1;
        try {
            var xml = factory().createXMLStreamReader(new StringReader(text));
            while (xml.hasNext()) {
                int event = xml.next();
                line = Math.max(1, xml.getLocation().getLineNumber());
                switch (event) {
                    case XMLStreamConstants.DTD ->
                            throw new SettlementFileInvalid(line, "DOCTYPE", "is not taken");
                    case XMLStreamConstants.START_ELEMENT -> {
                        characters = 0;
                        if (++elements > MOST_ELEMENTS) {
                            throw new SettlementFileInvalid(
                                    line,
                                    "Document",
                                    "has more than " + MOST_ELEMENTS + " elements");
                        }
                        if (++depth > DEEPEST) {
                            throw new SettlementFileInvalid(
                                    line, "Document", "is deeper than " + DEEPEST + " elements");
                        }
                        isStatement |= isStatement(xml);
                        if (xml.getLocalName().equals("Ntry")) {
                            lines.add(line);
                        }
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        characters = 0;
                        depth--;
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                        characters += xml.getTextLength();
                        if (characters > LONGEST_TEXT) {
                            throw new SettlementFileInvalid(
                                    line,
                                    "Document",
                                    "has a text of more than " + LONGEST_TEXT + " characters");
                        }
                    }
                    default -> {
                        // Comments and the like are the library's to read.
                    }
                }
            }
        } catch (XMLStreamException broken) {
            var at = broken.getLocation();
            throw new SettlementFileInvalid(
                    at == null ? line : Math.max(1, at.getLineNumber()),
                    "Document",
                    "is no well-formed XML");
        }
        if (!isStatement) {
            throw new SettlementFileInvalid(1, "Document", "is not of a namespace of camt.053.001");
        }
        return new CamtOutline(text, List.copyOf(lines));
    }

    int entries() {
        return lines.size();
    }

    /** {@code number}: of the entry, from 1. */
    long lineOf(int number) {
        return number <= lines.size() ? lines.get(number - 1) : 1;
    }

    private static boolean isStatement(XMLStreamReader xml) {
        return xml.getLocalName().equals("Document")
                && xml.getNamespaceURI() != null
                && NAMESPACE.matcher(xml.getNamespaceURI()).matches();
    }

    private static String text(byte[] file) {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException other) {
            throw new SettlementFileInvalid(1, "Document", "is not UTF-8");
        }
    }

    private static XMLInputFactory factory() {
        // The one of the platform: whatever else is on the class path has other defaults.
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }
}
