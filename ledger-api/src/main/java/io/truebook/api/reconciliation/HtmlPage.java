package io.truebook.api.reconciliation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page that is written from top to bottom; everything that is not markup goes through here. */
final class HtmlPage {

    /** A column's heading; figures stand at the right, and what is long may break anywhere. */
    record Column(String heading, String kind) {

        static Column text(String heading) {
            return new Column(heading, "");
        }

        static Column id(String heading) {
            return new Column(heading, "id");
        }

        static Column number(String heading) {
            return new Column(heading, "n");
        }
    }

    private static final int FLUSH_CHARS = 1 << 13;

    private final Writer out;
    private final StringBuilder page = new StringBuilder();

    HtmlPage(Writer out) {
        this.out = out;
    }

    /** Markup of ours, never anything from outside. */
    HtmlPage markup(String markup) {
        page.append(markup);
        if (page.length() >= FLUSH_CHARS) {
            flush();
        }
        return this;
    }

    HtmlPage text(@Nullable String text) {
        return markup(HtmlText.of(text));
    }

    HtmlPage element(String tag, String text) {
        return markup("<" + tag + ">").text(text).markup("</" + tag + ">\n");
    }

    /** With headings that come again on every printed page. */
    void beginTable(String caption, List<Column> columns) {
        begin("<table>", caption, columns);
    }

    /** One that is short enough to stand on one printed page. */
    void beginShortTable(String caption, List<Column> columns) {
        begin("<table class=\"whole\">", caption, columns);
    }

    private void begin(String tag, String caption, List<Column> columns) {
        markup(tag + "\n<caption>").text(caption).markup("</caption>\n<thead><tr>");
        for (var column : columns) {
            markup("<th scope=\"col\"" + kind(column.kind()) + ">").text(column.heading());
            markup("</th>");
        }
        markup("</tr></thead>\n");
    }

    void endTable() {
        markup("</table>\n");
    }

    HtmlPage cell(@Nullable String text) {
        return markup("<td>").text(text).markup("</td>");
    }

    HtmlPage id(@Nullable String text) {
        return markup("<td class=\"id\">").text(text).markup("</td>");
    }

    HtmlPage heading(String text) {
        return markup("<th scope=\"row\">").text(text).markup("</th>");
    }

    HtmlPage number(long number) {
        return markup("<td class=\"n\">" + number + "</td>");
    }

    /** An amount with the decimals of its currency; nothing where a side has none. */
    HtmlPage amount(@Nullable Long minor, @Nullable String currency) {
        var text =
                minor == null || currency == null ? "\u2013" : AmountText.grouped(minor, currency);
        return markup("<td class=\"n\">" + text + "</td>");
    }

    /** The same with its currency, where a column has several. */
    HtmlPage money(@Nullable Long minor, @Nullable String currency) {
        var text =
                minor == null || currency == null
                        ? "\u2013"
                        : AmountText.grouped(minor, currency) + "\u00A0" + HtmlText.of(currency);
        return markup("<td class=\"n\">" + text + "</td>");
    }

    void flush() {
        try {
            out.append(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        page.setLength(0);
    }

    private static String kind(String kind) {
        return kind.isEmpty() ? "" : " class=\"" + kind + "\"";
    }
}
