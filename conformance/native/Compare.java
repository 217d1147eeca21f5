// Pairs on standard input, a tab between: how Maven's ComparableVersion orders them.
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.maven.artifact.versioning.ComparableVersion;

public final class Compare {
    public static void main(String[] arguments) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        StringBuilder out = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            int tab = line.indexOf('\t');
            ComparableVersion a = new ComparableVersion(line.substring(0, tab));
            int order = a.compareTo(new ComparableVersion(line.substring(tab + 1)));
            out.append(order < 0 ? "<\n" : order > 0 ? ">\n" : "=\n");
        }
        new PrintStream(System.out, true, StandardCharsets.UTF_8).print(out);
    }
}
