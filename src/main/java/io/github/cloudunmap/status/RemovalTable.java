package io.github.cloudunmap.status;

import io.github.cloudunmap.status.Status.Removal;
import java.util.List;

/** Renders the part of the page with the last removals. */
final class RemovalTable {
    private RemovalTable() {}

    static void render(Status status, Html html) {
        html.raw("<h2>Last removals</h2>");
        if (status.removals().isEmpty()) {
            html.raw("<p class=\"dim\">Nothing has been removed.</p>\n");
            return;
        }
        if (status.program().stateDirectory() == null) {
            html.raw("<p class=\"dim\">Without a state-directory no removal is written down, so restore cannot undo "
                    + "these.</p>");
        }
        html.raw("<div class=\"scroll\"><table><thead><tr><th>Removed<th>Instance<th>Address<th>Service<th>Reason")
                .raw("<th>Undo all of the pass</tr></thead><tbody>\n");
        List<Removal> removals = status.removals();
        for (int i = 0; i < removals.size(); i++) {
            Removal removal = removals.get(i);
            html.raw("<tr><td class=\"fixed\">").time(removal.at(), status.at());
            html.raw("</td><td class=\"text id\">").id(removal.instanceId());
            html.raw("</td><td class=\"fixed\">").text(removal.address()).raw("</td><td class=\"text\">");
            Attention.title(html, removal.serviceId(), removal.serviceName());
            html.raw("</td><td class=\"fixed\">").text(removal.reason()).raw("</td>");
            if (i == 0 || !removals.get(i - 1).passId().equals(removal.passId())) {
                undo(html, removal, removals.subList(i, removals.size()));
            }
            html.raw("</tr>\n");
        }
        html.raw("</tbody></table></div>\n");
    }

    /**
     * Adds the cell with the command that undoes the pass of {@code removal}. The cell spans the row of
     * {@code removal} and the rows of the same pass that directly follow it.
     *
     * @param from {@code removal} and all removals after it, in the table's order
     */
    private static void undo(Html html, Removal removal, List<Removal> from) {
        long rows = from.stream()
                .takeWhile(other -> other.passId().equals(removal.passId()))
                .count();
        html.raw("<td class=\"text\" rowspan=\"").number(rows).raw("\">");
        if (removal.restoreCommand() == null) {
            html.raw("<span class=\"dim\">–</span>");
        } else {
            // Keep each option of the restore command together with its value, wherever the browser breaks the line.
            String[] parts = removal.restoreCommand().split(" (?=--)", -1);
            html.raw("<code>");
            for (String part : parts) {
                html.element("span class=\"part\"", part).raw(" ");
            }
            html.raw("</code>");
        }
        html.raw("</td>");
    }
}
