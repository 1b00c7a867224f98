package io.truebook.api.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.truebook.api.reconciliation.Reports.Form;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The CSV of a report, opened and saved by a spreadsheet program: cell by cell what it was.
 *
 * <p>Skipped, and said so, where LibreOffice is not installed.
 */
@Tag("database")
class SpreadsheetDbTest extends ReportedDay {

    private static final List<Path> PROGRAMS =
            Stream.of("/usr/bin/soffice", "/usr/bin/libreoffice", "/usr/local/bin/soffice")
                    .map(Path::of)
                    .toList();

    @TempDir private Path folder = Path.of("");

    @Test
    void no_cell_is_damaged_by_a_spreadsheet_program() throws Exception {
        var program = PROGRAMS.stream().filter(Files::isExecutable).findFirst();
        assumeTrue(program.isPresent(), "LibreOffice is not installed: its reading is not tested");
        happens();
        var written = folder.resolve("report.csv");
        Files.write(written, report(day.reconciled().id()).bytes(Form.CSV));

        Files.createDirectories(folder.resolve("again"));
        convert(program.orElseThrow(), "xlsx:Calc MS Excel 2007 XML", written);
        convert(
                program.orElseThrow(),
                "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false",
                folder.resolve("report.xlsx"));

        var before = records(written);
        var after = records(folder.resolve("again").resolve("report.csv"));
        assertThat(after).hasSameSizeAs(before);
        for (int row = 0; row < before.size(); row++) {
            for (int column = 0; column < before.get(row).size(); column++) {
                assertThat(canonical(after.get(row).get(column)))
                        .as("row %d, column %s", row, before.getFirst().get(column))
                        .isEqualTo(canonical(before.get(row).get(column)));
            }
        }
        assertThat(before).anySatisfy(row -> assertThat(row.toList()).contains("'" + HOSTILE));
        assertThat(before).anySatisfy(row -> assertThat(row.toList()).contains("'" + LONG_NUMBER));
        assertThat(before)
                .anySatisfy(row -> assertThat(row.toList()).contains("'" + LEADING_ZEROS));
    }

    /** A program of its own profile: one that is open elsewhere would take the job away. */
    private void convert(Path program, String filter, Path file)
            throws IOException, InterruptedException {
        boolean isText = file.toString().endsWith(".csv");
        var out = isText ? folder : folder.resolve("again");
        var process =
                new ProcessBuilder(
                                program.toString(),
                                "-env:UserInstallation=" + folder.resolve("profile").toUri(),
                                "--headless",
                                isText
                                        ? "--infilter=Text - txt - csv (StarCalc):44,34,76,1"
                                        : "--norestore",
                                "--convert-to",
                                filter,
                                "--outdir",
                                out.toString(),
                                file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start();
        assertThat(process.waitFor(180, TimeUnit.SECONDS)).as("it ends").isTrue();
        assertThat(process.exitValue()).as(Files.readString(folder.resolve("log"))).isZero();
    }

    private static List<CSVRecord> records(Path file) throws IOException {
        try (var csv = CSVParser.parse(file, StandardCharsets.UTF_8, CSVFormat.RFC4180)) {
            return csv.getRecords();
        }
    }

    /** Amounts by their value: 100.00 and 100 are one; everything else letter by letter. */
    private static Object canonical(String cell) {
        return cell.matches("-?[0-9]+(\\.[0-9]+)?")
                ? new BigDecimal(cell).stripTrailingZeros()
                : cell;
    }
}
