package io.wattledger.launcher.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** A table of plain text; columns of figures stand to the right. */
final class TextTable {

    private final List<String> header;
    private final List<Boolean> figures;
    private final List<List<String>> rows = new ArrayList<>();

    /** A table with these column heads; a head that begins with {@code >} is of figures. */
    TextTable(String... heads) {
        header = new ArrayList<>();
        figures = new ArrayList<>();
        for (String head : heads) {
            figures.add(head.startsWith(">"));
            header.add(head.startsWith(">") ? head.substring(1) : head);
        }
    }

    void row(String... cells) {
        rows.add(List.of(cells));
    }

    void print(PrintStream out) {
        int[] widths = new int[header.size()];
        List<List<String>> all = new ArrayList<>();
        all.add(header);
        all.addAll(rows);
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : all) {
            var line = new StringBuilder("  ");
            for (int i = 0; i < widths.length; i++) {
                String padding = " ".repeat(widths[i] - row.get(i).length());
                line.append(figures.get(i) ? padding + row.get(i) : row.get(i) + padding)
                        .append("  ");
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
