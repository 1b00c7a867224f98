package io.truebook.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The rules of docs/evolution.md for tables: two releases run on one database, so a migration adds;
 * what takes away is a later release's, and says so.
 */
class MigrationsTest {

    private static final Path MIGRATIONS =
            Path.of(System.getProperty("truebook.repository", ".."), "migrations")
                    .toAbsolutePath()
                    .normalize();
    private static final Path FOLDER = MIGRATIONS.resolve("src/main/resources/db");

    /** What an older release on the same tables would stumble over. */
    private static final Pattern TAKES_AWAY =
            Pattern.compile(
                    "(?is)\\bdrop\\s+(table|column|view|function|type|schema|index|trigger|default"
                            + "|constraint)\\b"
                            + "|\\brename\\b|\\btruncate\\s+(table\\s+)?truebook|\\brevoke\\b"
                            + "|\\balter\\s+column\\s+\\w+\\s+(set\\s+not\\s+null|(set\\s+data\\s+)?type)"
                            + "|\\badd\\s+column\\s+(?![^,;]*\\bdefault\\b)[^,;]*\\bnot\\s+null\\b");

    private static final Pattern SAYS_SO = Pattern.compile("(?m)^--.*\\bcontract\\b");

    @Test
    void a_released_migration_is_there_byte_for_byte() {
        var present = new TreeMap<String, String>();
        migrations().forEach(name -> present.put(name, checksum(FOLDER.resolve(name))));

        assertThat(released())
                .as("never edit a migration that a database may have run: write the next one")
                .isNotEmpty()
                .allSatisfy((name, sum) -> assertThat(present).containsEntry(name, sum));
    }

    @Test
    void a_new_migration_comes_after_every_released_one() {
        var numbers = new HashSet<String>();
        var last = new TreeMap<String, String>();
        released()
                .keySet()
                .forEach(name -> last.merge(folder(name), number(name), MigrationsTest::later));

        assertThat(migrations())
                .as("a database that has run V0061 refuses a V0060 that appears later")
                .allMatch(name -> numbers.add(folder(name) + number(name)))
                .filteredOn(name -> !released().containsKey(name))
                .allMatch(name -> number(name).compareTo(last.getOrDefault(folder(name), "")) > 0);
    }

    @Test
    void a_migration_that_takes_away_says_that_it_is_the_contract_step() {
        assertThat(migrations())
                .as("expand now; contract in the release after the one that stopped using it")
                .noneMatch(name -> takesAwaySilently(text(FOLDER.resolve(name))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    true  | alter table truebook.posting drop column item
                    true  | alter table truebook.posting rename column item to thing
                    true  | drop index truebook.posting_of_account
                    true  | alter table truebook.posting alter column item set not null
                    true  | alter table truebook.posting alter column leg type integer
                    true  | alter table truebook.posting add column a text not null
                    false | alter table truebook.posting add column a text not null default ''
                    false | alter table truebook.posting add column a text default '' not null
                    false | alter table truebook.posting add column a text, add column b bigint
                    """)
    void the_rule_sees_what_takes_away(boolean seen, String sql) {
        assertThat(takesAwaySilently(sql)).isEqualTo(seen);
    }

    @Test
    void the_word_contract_in_a_comment_is_what_allows_it() {
        assertThat(takesAwaySilently("-- contract: unread since 0.2\ndrop table truebook.a"))
                .isFalse();
    }

    private static boolean takesAwaySilently(String sql) {
        var statements = sql.replaceAll("(?m)--.*$", "");
        return TAKES_AWAY.matcher(statements).find() && !SAYS_SO.matcher(sql).find();
    }

    private static Map<String, String> released() {
        var all = new TreeMap<String, String>();
        text(MIGRATIONS.resolve("released.sha256"))
                .lines()
                .map(line -> line.split(" +", 2))
                .forEach(line -> all.put(line[1], line[0]));
        return all;
    }

    /** {@code ledger/V0010__journal.sql} and so on. */
    private static List<String> migrations() {
        try (var files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".sql"))
                    .map(file -> FOLDER.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String folder(String name) {
        return name.substring(0, name.indexOf('/') + 1);
    }

    private static String number(String name) {
        return name.substring(name.indexOf('/') + 1, name.indexOf("__"));
    }

    private static String later(String one, String other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static String checksum(Path file) {
        try {
            var sha = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(sha);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
