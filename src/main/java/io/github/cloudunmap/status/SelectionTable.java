package io.github.cloudunmap.status;

import io.github.cloudunmap.status.Status.Selection;

/** The part of the page with the selections. */
final class SelectionTable {
    private SelectionTable() {}

    static void render(Status status, Html html) {
        if (status.selections().isEmpty()) {
            return;
        }
        html.raw("<h2>Selections</h2><div class=\"scroll\"><table><thead><tr><th>Selection<th class=\"n\">Services")
                .raw("<th>Last read</tr></thead><tbody>\n");
        for (Selection selection : status.selections()) {
            html.raw("<tr><td class=\"text\">").text(selection.name());
            html.raw("</td><td class=\"n\">").number(selection.services());
            html.raw("</td><td class=\"fixed").raw(selection.problem() == null ? "\">" : " bad\">");
            if (selection.lastSuccessAt() == null) {
                html.raw("not yet");
            } else {
                html.time(selection.lastSuccessAt(), status.at());
            }
            html.raw("</td></tr>\n");
        }
        html.raw("</tbody></table></div>\n");
    }
}
