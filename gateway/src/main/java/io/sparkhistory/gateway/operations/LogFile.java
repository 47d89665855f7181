package io.sparkhistory.gateway.operations;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the access log goes: a file that is appended to, or standard output. Outlives a full disk
 * and a file that was rotated away. For one thread.
 */
final class LogFile implements AutoCloseable {
  private final @Nullable Path path;
  private FileChannel channel;
  private @Nullable Object key;
  private boolean midLine;

  private LogFile(@Nullable Path path, FileChannel channel, @Nullable Object key) {
    this.path = path;
    this.channel = channel;
    this.key = key;
  }

  /** The process's own output; stays open when this is closed. */
  @SuppressWarnings("resource") // nobody but the process closes its standard output
  static LogFile standardOutput() {
    return new LogFile(null, new FileOutputStream(FileDescriptor.out).getChannel(), null);
  }

  /** Throws when the file can neither be opened nor made. */
  static LogFile append(Path path) throws IOException {
    return new LogFile(path, open(path), key(path));
  }

  /**
   * Writes whole lines.
   *
   * @throws IOException when not all could be written; the buffer's position says how far it got
   */
  void write(ByteBuffer lines) throws IOException {
    if (midLine) {
      // the rest of a line that a full disk cut: keep the next one apart from it
      channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
      midLine = false;
    }
    try {
      while (lines.hasRemaining()) {
        channel.write(lines);
      }
    } finally {
      midLine = lines.position() > 0 && lines.get(lines.position() - 1) != '\n';
    }
  }

  /** Opens the file anew when its name has come to mean another one, or none. */
  void followRotation() throws IOException {
    if (path == null) {
      return;
    }
    Object now = key(path);
    if (now == null || !Objects.equals(now, key)) {
      FileChannel fresh = open(path);
      channel.close();
      channel = fresh;
      key = key(path);
      midLine = false;
    }
  }

  @Override
  public void close() throws IOException {
    if (path != null) {
      channel.close();
    }
  }

  private static FileChannel open(Path path) throws IOException {
    return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Device and inode; null when there is no such file. */
  private static @Nullable Object key(Path path) throws IOException {
    try {
      BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
      Object key = found.fileKey();
      return key == null ? "no inodes here" : key;
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
