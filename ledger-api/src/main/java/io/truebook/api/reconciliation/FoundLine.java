package io.truebook.api.reconciliation;

import io.truebook.projection.reconciliation.FindingItems.Item;
import io.truebook.projection.reconciliation.RunItems.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a run, and where the settlement row behind it is.
 *
 * @param run the run that has it
 * @param rows in each file that names the movement; the last one counts
 */
public record FoundLine(String run, ReportDocument.Line line, List<Row> rows) {

    /** A line of a settlement file. */
    public record Row(String file, String sha256, long line) {}

    static FoundLine of(String run, Item item, List<Place> places) {
        return new FoundLine(
                run,
                ReportDocument.Line.of(item),
                places.stream()
                        .map(place -> new Row(place.file(), place.sha256(), place.line()))
                        .toList());
    }

    /** The page that lines make; {@code cursor}: null on the last one. */
    public static byte[] page(List<FoundLine> lines, @Nullable String cursor) {
        return ReportJson.bytes(new Lines(lines, cursor));
    }

    private record Lines(List<FoundLine> data, @Nullable String nextCursor) {}
}
