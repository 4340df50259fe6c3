package io.iamwatch.deploy.replay;

/** How the page of a report looks, by day and by night, on a desk, a phone and on paper. */
final class ReportStyle {

    static final String CSS = """
            :root{color-scheme:light dark;--line:light-dark(#d4d4d8,#3f3f46);--bar:light-dark(#2f6bbd,#6ea8fe);
            --good:light-dark(#1c6b32,#7ddc96);--bad:light-dark(#a8201a,#ff9c92);--faint:light-dark(#f4f4f5,#27272a)}
            body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;
            background:light-dark(#fff,#18181b);color:light-dark(#18181b,#e4e4e7)}
            h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}
            h1,h2,summary,li,p,code,figcaption,.name{overflow-wrap:anywhere}
            table{border-collapse:collapse;width:100%}
            th,td{padding:.3rem .5rem;border-bottom:1px solid var(--line);text-align:right;vertical-align:top;
            white-space:nowrap}th,.share,.words{white-space:normal}th.words,td.words{text-align:left}
            .all th:first-child,.all td:first-child{min-width:10rem}
            td.words{overflow-wrap:anywhere}
            .all tr:first-child td{background:var(--faint)}
            .bad{color:var(--bad);font-weight:600}.good{color:var(--good)}
            figure{margin:1rem 0}svg{display:block;width:100%;max-width:44rem;height:auto;background:var(--faint)}
            polyline{fill:none;stroke:var(--bar);stroke-width:2}circle{fill:var(--bar)}circle.knee{fill:var(--bad)}
            .changes td:first-child{font-weight:600;white-space:nowrap}
            .changes td:nth-child(2){width:40%}.changes td:nth-child(4){min-width:14rem}
            .bars{display:grid;grid-template-columns:minmax(0,2fr) minmax(0,3fr) auto;gap:.4rem .8rem;
            align-items:center;margin:1.5rem 0}
            .bar{height:.9rem;background:var(--bar)}.count{text-align:right}
            .columns{display:flex;align-items:flex-end;gap:1px;height:3rem;border-bottom:1px solid var(--line);
            margin:.2rem 0 1rem}.columns i{flex:1;background:var(--bar)}
            summary{cursor:pointer}details ul{padding-left:1.2rem;margin:.3rem 0}
            tr.added td:first-child{color:var(--good)}tr.removed td:first-child{color:var(--bad)}
            @media(max-width:56rem){body{margin:1rem auto}
            .bars{grid-template-columns:minmax(0,1fr) auto}.name{grid-column:1/-1}
            thead{display:none}tr{display:block;padding:.5rem 0;border-bottom:1px solid var(--line)}
            td{display:flex;justify-content:space-between;gap:1rem;border:0;padding:.1rem .5rem}
            td.share,td{white-space:normal}.changes td,.changes td:nth-child(2),.changes td:nth-child(4){display:block;
            width:auto;min-width:0}.changes td:not(:first-child)::before{content:none}
            td:not(:first-child)::before{content:attr(data-label)}td:first-child{font-weight:600}}
            @media print{details:not([open])>*{display:block}}
            """;

    private ReportStyle() {
    }
}
