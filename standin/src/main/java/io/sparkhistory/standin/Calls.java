package io.sparkhistory.standin;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Record of the requests, and of how many were under way at a time. */
public final class Calls {
  private final List<ApiServer.Request> requests = new ArrayList<>();
  private int busy;
  private int busiest;

  Calls() {}

  /** How many requests were of this kind. */
  public synchronized int count(Predicate<Call> which) {
    return (int) requests.stream().map(ApiServer.Request::call).filter(which).count();
  }

  /** How many calls were under way at the same time, at most; watches do not count. */
  public synchronized int busiest() {
    return busiest;
  }

  /** Everything that was asked, as {@code verb resource} or {@code verb resource/name}. */
  public synchronized Set<String> permissions() {
    Set<String> used = new TreeSet<>();
    for (ApiServer.Request request : requests) {
      Call call = request.call();
      String name = call.name().isEmpty() ? "" : "/" + call.name();
      used.add(call.verb() + " " + call.resource() + name);
    }
    return used;
  }

  /** Forgets the requests so far. */
  public synchronized void forget() {
    requests.clear();
    busiest = 0;
  }

  synchronized List<ApiServer.Request> requests() {
    return List.copyOf(requests);
  }

  synchronized UnderWay begin(ApiServer.Request request) {
    requests.add(request);
    boolean counts = !request.watch();
    if (counts) {
      busy++;
      busiest = Math.max(busiest, busy);
    }
    return new UnderWay(counts);
  }

  private synchronized void ended() {
    busy--;
  }

  /** A call until its response is sent. */
  final class UnderWay implements AutoCloseable {
    private boolean counted;

    private UnderWay(boolean counted) {
      this.counted = counted;
    }

    /** It is over before the block is. */
    void end() {
      if (counted) {
        counted = false;
        ended();
      }
    }

    @Override
    public void close() {
      end();
    }
  }
}
