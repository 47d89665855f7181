package io.sparkhistory.standin;

import java.util.List;
import java.util.stream.Stream;

/**
 * What no API server should send, and a client must survive: objects that cannot be read, and lines
 * of a watch that are no events.
 */
public final class Oddities {
  /** A name and a namespace, as fields of metadata. */
  private static final String NAMED = "'name':'odd','namespace':'odd'";

  /** Lines of a watch, each of which breaks it. */
  public static final List<String> EVENTS =
      List.of(
          "{\"type\":\"ADDED\",\"object\":{\"kind\":\n",
          "{\"type\":\"WHAT\",\"object\":{}}\n",
          "{\"type\":\"MODIFIED\",\"object\":null}\n",
          "{\"type\":\"MODIFIED\"}\n",
          "{\"type\":7,\"object\":{}}\n",
          "{\"type\":\"BOOKMARK\",\"object\":{}}\n",
          "{\"type\":\"DELETED\",\"object\":{\"metadata\":null}}\n",
          "{\"type\":\"ERROR\",\"object\":{\"code\":\"many\"}}\n",
          "{\"type\":\"ERROR\",\"object\":null}\n",
          "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"code\":500}}\n",
          "\u0000\u0001\n",
          "<html>Bad gateway</html>\n",
          "[1,2]\n",
          "7\n",
          "\n\n\n",
          "ünbekannt\n");

  private static final List<String> OBJECTS =
      List.of(
          "{'metadata':null}",
          "{}",
          "{'metadata':'text'}",
          "{'metadata':[1]}",
          "{'metadata':{}}",
          "{'metadata':{'name':7,'namespace':[],'resourceVersion':{}}}",
          "{'metadata':{NAMED,'resourceVersion':null}}",
          "{'metadata':{NAMED,'labels':{'a':[1]}}}",
          "{'metadata':{NAMED,'annotations':'yes'}}",
          "{'metadata':{NAMED,'creationTimestamp':[1]}}",
          "{'metadata':{NAMED},'kind':'Banana','apiVersion':'fruit/v1'}",
          "{'metadata':{NAMED},'apiVersion':[1]}",
          "{'metadata':{NAMED},'nobody':{'knows':['this',{'field':1}]}}",
          "{'metadata':{NAMED},'deep':" + "[".repeat(900) + "]".repeat(900) + "}",
          "{'metadata':{NAMED},'" + "k".repeat(60_000) + "':1}",
          "{'metadata':{NAMED,'annotations':{'note':'" + "ü".repeat(262_144) + "'}}}",
          "{'metadata':{NAMED,'annotations':{'note':'grün 日本 \uD83D\uDE00 …'}}}");

  private Oddities() {}

  /**
   * Objects in JSON.
   *
   * @param wrong one more of them, such as {@code {'metadata':{NAMED},'spec':[1]}}, with ' for "
   *     and NAMED for a name and a namespace
   */
  public static List<String> objects(String wrong) {
    return Stream.concat(OBJECTS.stream(), Stream.of(wrong))
        .map(text -> text.replace("NAMED", NAMED).replace('\'', '"'))
        .toList();
  }
}
