package io.sparkhistory.historyserver.archive;

import java.io.IOException;
import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Default settings of Hadoop without comments, descriptions and space between the elements. */
final class BriefDefaults {
  private BriefDefaults() {}

  static String of(InputStream xml) throws IOException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    try {
      return brief(factory.createXMLStreamReader(xml));
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
  }

  private static String brief(XMLStreamReader reader) throws XMLStreamException {
    StringBuilder out = new StringBuilder("<configuration>");
    String element = "";
    while (reader.hasNext()) {
      int event = reader.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        element = reader.getLocalName();
        if (element.equals("property")) {
          out.append("<property>");
        } else if (kept(element)) {
          out.append('<').append(element).append('>');
        }
      } else if (event == XMLStreamConstants.CHARACTERS && kept(element)) {
        escape(reader.getText(), out);
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        String ended = reader.getLocalName();
        if (kept(ended) || ended.equals("property")) {
          out.append("</").append(ended).append('>');
        }
        element = "";
      }
    }
    return out.append("</configuration>\n").toString();
  }

  /** The elements of a property that have a meaning (org.apache.hadoop.conf.Configuration). */
  private static boolean kept(String element) {
    return element.equals("name") || element.equals("value") || element.equals("final");
  }

  private static void escape(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '&') {
        out.append("&amp;");
      } else if (c == '<') {
        out.append("&lt;");
      } else if (c == '>') {
        out.append("&gt;");
      } else {
        out.append(c);
      }
    }
  }
}
