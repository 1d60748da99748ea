package io.github.cloudunmap.status;

import io.github.cloudunmap.status.Status.Queue;

/** The part of the page with the queues of events. */
final class QueueTable {
    private QueueTable() {}

    static void render(Status status, Html html) {
        if (status.queues().isEmpty()) {
            return;
        }
        html.raw("<h2>Queues of events</h2><div class=\"scroll\"><table><thead><tr><th>Queue<th>Last read<th>State");
        // Every queue counts the same results.
        status.queues()
                .get(0)
                .events()
                .keySet()
                .forEach(result -> html.raw("<th class=\"n\">").text(title(result)));
        html.raw("</tr></thead><tbody>\n");
        status.queues().forEach(queue -> row(queue, status, html));
        html.raw("</tbody></table></div>\n");
    }

    private static void row(Queue queue, Status status, Html html) {
        html.raw("<tr><td class=\"text\">").text(queue.url()).raw("</td><td class=\"fixed\">");
        if (queue.lastReadAt() == null) {
            html.raw("never");
        } else {
            html.time(queue.lastReadAt(), status.at());
        }
        html.raw("</td><td class=\"text\">");
        if (queue.error() != null) {
            html.raw("<span class=\"bad\">failed</span> ")
                    .text(queue.error().code())
                    .raw(", since ")
                    .time(queue.error().since(), status.at());
        } else {
            html.raw(queue.lastReadAt() == null ? "not read yet" : "reads");
        }
        html.raw("</td>");
        queue.events()
                .values()
                .forEach(count -> html.raw("<td class=\"n\">")
                        .raw(count == 0 ? StatusPage.DASH : Long.toString(count))
                        .raw("</td>"));
        html.raw("</tr>\n");
    }

    /** Such as {@code Unknown instance}. */
    private static String title(String result) {
        String words = result.replace('-', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
