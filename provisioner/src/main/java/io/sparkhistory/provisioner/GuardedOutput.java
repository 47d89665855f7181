package io.sparkhistory.provisioner;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sparkhistory.provisioner.spec.Secrets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Output that redacts secrets in each line. All logging goes through it, with the stack traces of
 * libraries, which repeat responses of the API server.
 *
 * <p>Used behind a {@link java.io.PrintStream}, which has the lock.
 */
final class GuardedOutput extends OutputStream {
  /** Bytes of a line that are written; the end of a longer one is left out. */
  static final int LINE = 64 << 10;

  private final OutputStream out;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  GuardedOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    if (b == '\n') {
      String text = Secrets.UNKNOWN.hide(line.toString(UTF_8)) + "\n";
      line.reset();
      out.write(text.getBytes(UTF_8));
      out.flush();
    } else if (line.size() < LINE) {
      line.write(b);
    }
  }
}
