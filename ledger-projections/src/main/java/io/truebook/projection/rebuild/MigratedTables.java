package io.truebook.projection.rebuild;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Tables as the migrations define them, to make them again elsewhere.
 *
 * <p>From the migrations and not from the table in use, because that one may be damaged or gone.
 */
final class MigratedTables {

    private static final String SCRIPTS = "classpath*:db/ledger/V*.sql";

    private static final Pattern VERSION = Pattern.compile("V(\\d+)__.*");

    /** What is said of a table: {table} or several tables with it. */
    private static final String ABOUT =
            """
            (?is)^(?:create\\s+table\\s+(?:if\\s+not\\s+exists\\s+)?T\\b.*
            |alter\\s+table\\s+(?:if\\s+exists\\s+|only\\s+)*T\\b.*
            |create\\s+(?:unique\\s+)?index\\s.*?\\son\\s+(?:only\\s+)?T\\b.*
            |create\\s+trigger\\s.*?\\son\\s+T\\b.*
            |comment\\s+on\\s+table\\s+T\\b.*
            |comment\\s+on\\s+column\\s+T\\..*
            |grant\\s.*?\\son\\s(?:(?!\\sto\\s).)*?\\bT\\b.*)$\
            """
                    .replace("\n", "");

    private static final Pattern GRANT =
            Pattern.compile("(?is)^(grant\\s.*?\\son\\s+).*?(\\sto\\s.*)$");

    private final List<String> statements;

    private MigratedTables(List<String> statements) {
        this.statements = statements;
    }

    static MigratedTables ofTheClassPath() {
        try {
            var scripts = new PathMatchingResourcePatternResolver().getResources(SCRIPTS);
            var all = new ArrayList<String>();
            Arrays.stream(scripts)
                    .sorted(Comparator.comparingLong(MigratedTables::version))
                    .forEach(script -> all.addAll(statements(text(script))));
            return new MigratedTables(List.copyOf(all));
        } catch (IOException e) {
            throw new UncheckedIOException("The migrations cannot be read", e);
        }
    }

    /** The newest version there is. */
    static long newest() {
        try {
            return Arrays.stream(new PathMatchingResourcePatternResolver().getResources(SCRIPTS))
                    .mapToLong(MigratedTables::version)
                    .max()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException("The migrations cannot be read", e);
        }
    }

    /** What makes the table, with everything on it, in another schema. */
    List<String> definition(String table, String schema) {
        var about = Pattern.compile(ABOUT.replace("T", "truebook\\." + table));
        var name = Pattern.compile("\\btruebook\\." + table + "\\b");
        var target = schema + "." + table;
        return statements.stream()
                .filter(statement -> about.matcher(statement).matches())
                .map(statement -> name.matcher(ofOne(statement, table)).replaceAll(target))
                .toList();
    }

    /** A grant on several tables becomes one on this table. */
    private static String ofOne(String statement, String table) {
        var grant = GRANT.matcher(statement);
        return grant.matches() ? grant.group(1) + "truebook." + table + grant.group(2) : statement;
    }

    /** A script's statements, without comments; a semicolon in a quoted body ends none. */
    static List<String> statements(String script) {
        var all = new ArrayList<String>();
        var one = new StringBuilder();
        int at = 0;
        while (at < script.length()) {
            int end = endOfToken(script, at);
            var token = script.substring(at, end);
            if (token.equals(";")) {
                all.add(one.toString().strip());
                one.setLength(0);
            } else if (!token.startsWith("--")) {
                one.append(token);
            }
            at = end;
        }
        return all;
    }

    /** A comment, a quoted text or body, or one character. */
    private static int endOfToken(String script, int at) {
        if (script.startsWith("--", at)) {
            return endOf(script, "\n", at);
        }
        if (script.charAt(at) == '\'') {
            return endOf(script, "'", at + 1);
        }
        return script.startsWith("$$", at) ? endOf(script, "$$", at + 2) : at + 1;
    }

    private static int endOf(String script, String mark, int from) {
        int found = script.indexOf(mark, from);
        return found < 0 ? script.length() : found + mark.length();
    }

    private static long version(Resource script) {
        var matcher = VERSION.matcher(String.valueOf(script.getFilename()));
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
    }

    private static String text(Resource script) {
        try {
            return script.getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
