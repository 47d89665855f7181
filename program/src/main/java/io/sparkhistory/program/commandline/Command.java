package io.sparkhistory.program.commandline;

/**
 * Command of a program.
 *
 * @param word what people type; empty for what the program does without a word
 * @param purpose what it does, for {@code --help}
 */
public record Command(String word, String purpose) {
  boolean isDefault() {
    return word.isEmpty();
  }
}
