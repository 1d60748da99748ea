package io.github.cloudunmap.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The page's style, and the Content-Security-Policy that allows this style and nothing else. */
final class PageStyle {
    /**
     * Each colour has one meaning: red is wrong, amber deserves a look. Everything else is black, white or a grey.
     */
    static final String CSS = """
            :root { color-scheme: light dark; --page: #fff; --text: #1b1f24; --dim: #656d76; --line: #d8dee4;
              --band: #f6f8fa; --bad: #b3261e; --bad-band: #fdecea; --warn: #7a4d00; --warn-band: #fff4d6; }
            @media (prefers-color-scheme: dark) { :root { --page: #0d1117; --text: #e6edf3; --dim: #8d96a0;
              --line: #30363d; --band: #161b22; --bad: #ff8a80; --bad-band: #3b1513; --warn: #f0c060;
              --warn-band: #33270a; } }
            * { box-sizing: border-box; }
            body { margin: 0 auto; max-width: 90rem; padding: 1.5rem 2rem 3rem; background: var(--page);
              color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
            header { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: baseline; }
            h1 { font-size: 1rem; margin: 0; font-weight: 600; }
            h2 { font-size: 1.05rem; margin: 2.25rem 0 .6rem; }
            .verdict { font-size: 1.9rem; line-height: 1.25; font-weight: 650; margin: 1rem 0 .25rem; }
            .dim, .verdict + p { color: var(--dim); }
            .verdict + p { margin: 0; }
            .right { margin-left: auto; }
            code, .id { font: .86em/1.45 ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
            .name { font-weight: 600; }
            .bad { color: var(--bad); font-weight: 600; }
            .warn { color: var(--warn); font-weight: 600; }
            .card { border-left: 4px solid var(--bad); background: var(--bad-band); padding: .7rem 1rem;
              margin: .6rem 0; border-radius: 0 6px 6px 0; overflow-wrap: anywhere; }
            .card.mild { border-color: var(--warn); background: var(--warn-band); }
            .card p { margin: .2rem 0 0; }
            @media (max-width: 60rem) { .scroll { overflow-x: auto; } body { padding: 1rem; } }
            td .id, td.id, .part { white-space: nowrap; }
            table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
            th { text-align: left; font-weight: 600; font-size: .8rem; color: var(--dim); white-space: nowrap;
              background: var(--page); position: sticky; top: 0; border-bottom: 1px solid var(--line);
              padding: .4rem .8rem .4rem 0; }
            td { border-bottom: 1px solid var(--line); padding: .38rem .8rem .38rem 0; vertical-align: baseline; }
            td.text { overflow-wrap: anywhere; min-width: 9rem; }
            td.fixed { white-space: nowrap; }
            th.n, td.n { text-align: right; white-space: nowrap; }
            tbody tr:hover { background: var(--band); }
            dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.5rem; margin: 0; }
            dt { color: var(--dim); } dd { margin: 0; overflow-wrap: anywhere; }
            .old { visibility: hidden; animation: show 0s 90s forwards; }
            @keyframes show { to { visibility: visible; } }
            """;

    /** The value of the header {@code Content-Security-Policy}. */
    static final String POLICY = "default-src 'none'; style-src 'sha256-" + digest()
            + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private PageStyle() {}

    private static String digest() {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(CSS.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
