import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import com.marcnuri.helm.UninstallCommand;
import com.marcnuri.helm.UpgradeCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of the command {@code helm} that the documentation uses, with Helm's own engine: {@code lint}, {@code template}, {@code
 * upgrade --install}, {@code uninstall}. {@code render CHART FILE…} renders a chart with each file of values, into FILE.out or, when it is
 * refused, FILE.err.
 */
final class HelmCommand {
  private final List<String> words = new ArrayList<>();
  private final List<Path> values = new ArrayList<>();
  private final List<String[]> sets = new ArrayList<>();
  private String namespace = "default";
  private boolean createNamespace;
  private boolean wait;

  public static void main(String[] arguments) throws Exception {
    try {
      new HelmCommand().run(arguments);
    } catch (IllegalStateException | IllegalArgumentException e) {
      System.err.println("Error: " + e.getMessage());
      System.exit(1);
    }
  }

  private void run(String[] arguments) throws Exception {
    parse(arguments);
    switch (words.get(0)) {
      case "render" -> render(Path.of(words.get(1)), words.subList(2, words.size()));
      case "lint" -> System.out.println(new Helm(Path.of(words.get(1))).lint().strict().call().getMessages());
      case "template" -> System.out.println(template(new Helm(Path.of(words.get(2))), words.get(1)).call());
      case "upgrade" -> upgrade();
      case "uninstall" -> {
        UninstallCommand uninstall = Helm.uninstall(words.get(1)).withNamespace(namespace).withKubeConfig(kubeconfig());
        System.out.println(uninstall.call());
      }
      default -> throw new IllegalArgumentException("unknown command " + words.get(0));
    }
  }

  private void parse(String[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "-n", "--namespace" -> namespace = arguments[++i];
        case "-f", "--values" -> values.add(Path.of(arguments[++i]));
        case "--set" -> sets.add(arguments[++i].split("=", 2));
        case "--create-namespace" -> createNamespace = true;
        case "--wait" -> wait = true;
        case "--install", "--ignore-not-found" -> {}
        case "--timeout" -> i++;
        default -> words.add(arguments[i]);
      }
      if (words.size() > 0 && words.get(words.size() - 1).startsWith("-")) {
        throw new IllegalArgumentException("unknown flag: " + words.get(words.size() - 1));
      }
    }
  }

  private TemplateCommand template(Helm chart, String release) {
    TemplateCommand command = chart.template().withName(release).withNamespace(namespace).withKubeVersion("1.30.0");
    values.forEach(command::withValuesFile);
    sets.forEach(each -> command.set(each[0], each[1]));
    return command;
  }

  private void render(Path chart, List<String> files) throws Exception {
    namespace = "spark-history";
    for (String file : files) {
      values.clear();
      values.add(Path.of(file));
      try {
        Files.writeString(Path.of(file + ".out"), template(new Helm(chart), "spark-history").call());
      } catch (RuntimeException e) {
        Files.writeString(Path.of(file + ".err"), e.getMessage());
      }
    }
  }

  private void upgrade() {
    UpgradeCommand command =
        new Helm(Path.of(words.get(2))).upgrade().install().withName(words.get(1)).withNamespace(namespace).withKubeConfig(kubeconfig());
    if (createNamespace) {
      command.createNamespace();
    }
    if (wait) {
      command.waitReady().withTimeout(300);
    }
    values.forEach(command::withValuesFile);
    sets.forEach(each -> command.set(each[0], each[1]));
    System.out.println(command.call().getOutput());
  }

  private static Path kubeconfig() {
    return Path.of(System.getenv("KUBECONFIG"));
  }
}
