# ruff: noqa: E501 (pages are not wrapped)
"""Pages as newsrooms of cities publish them: one release in the layouts of the usual systems.

Each layout has what such pages have around the release: navigation, a banner, a search form, teasers of other
releases, a footer with an address. None of that may get into its text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape

NOISE = (
    "Zum Inhalt springen",
    "Bürgerservice",
    "Diese Website verwendet Cookies",
    "Alle akzeptieren",
    "Suchbegriff",
    "Freibad öffnet am Samstag",
    "Ab Samstag können die Bürgerinnen und Bürger wieder schwimmen",
    "Impressum",
    "Rathausplatz 99",
    "0999 999",
    "Seite drucken",
    "Startseite",
    "mehr lesen",
)
"""Words that stand on every page and belong to no release."""


@dataclass(frozen=True)
class Release:
    """A release in parts; what it has not is empty."""

    title: str
    paragraphs: Sequence[str]
    kicker: str = ""
    subtitle: str = ""
    date: str = ""
    letterhead: str = ""
    contact: Sequence[str] = ()
    contact_heading: str = "Pressekontakt"
    closing: Sequence[tuple[str, str]] = field(default=())  # heading and text

    def lines(self) -> list[str]:
        """All that must be in the text of its page, in order."""
        near = [self.date, self.letterhead, self.kicker, self.subtitle]
        closing = [words for pair in self.closing for words in pair]
        heading = [self.contact_heading] if self.contact else []
        return [
            line for line in (self.title, *near, *self.paragraphs, *closing, *heading, *self.contact) if line
        ]


MUSTER = Release(
    title="Stadt Musterbach erhält 2,4 Millionen Euro für digitale Rathäuser",
    kicker="Digitalisierung",
    subtitle="Landrätin übergibt Bescheid",
    date="03.05.2021",
    paragraphs=(
        "Die Stadt Musterbach bekommt vom Land 2,4 Millionen Euro für das Projekt „Rathaus digital“. Landrätin "
        "Petra Lohmann hat den Bescheid am Montag an Oberbürgermeister Dr. Jörg Weiß übergeben.",
        "„Damit werden 40 Dienste online verfügbar“, sagte Weiß.",
        "Das Projekt läuft bis Ende 2023. Beteiligt ist die Musterbacher Stadtwerke GmbH & Co. KG.",
    ),
    contact=("Stadt Musterbach", "Anna Klein", "Telefon: 07777 12-31", "presse@musterbach.example"),
)

_NAV = (
    '<a class="skip-link" href="#content">Zum Inhalt springen</a><nav><ul><li><a href="/">Startseite</a></li>'
    '<li><a href="/buerger">Bürgerservice</a></li><li><a href="/rathaus">Rathaus</a></li></ul></nav>'
    '<form action="/suche"><label for="q">Suchbegriff</label><input id="q"><button>Suchen</button></form>'
)
_COOKIES = (
    '<div id="cookie-banner" class="cookie-consent"><p>Diese Website verwendet Cookies, damit wir Ihnen die beste '
    "Nutzung bieten können. Näheres steht in der Erklärung.</p><button>Alle akzeptieren</button></div>"
)
_TEASER = (
    '<h3><a href="/freibad">Freibad öffnet am Samstag</a></h3><p>Ab Samstag können die Bürgerinnen und Bürger wieder '
    'schwimmen. Der Eintritt bleibt gleich. <a href="/freibad">mehr lesen</a></p>'
)
_ADDRESS = (
    "<p>Stadtverwaltung Musterbach<br>Rathausplatz 99<br>77777 Musterbach<br>Telefon 0999 999-0</p>"
    '<ul><li><a href="/impressum">Impressum</a></li><li><a href="/datenschutz">Datenschutz</a></li></ul>'
)


def _p(paragraphs: Sequence[str]) -> str:
    return "".join(f"<p>{_lines(words)}</p>\n" for words in paragraphs)


def _lines(words: str) -> str:
    return "<br>\n".join(map(escape, words.split("\n")))


def _some(markup: str, words: str) -> str:
    return markup.format(escape(words)) if words else ""


def _closing(release: Release, tag: str = "h2") -> str:
    return "".join(f"<{tag}>{escape(h)}</{tag}><p>{escape(t)}</p>" for h, t in release.closing)


def _contact(release: Release, tag: str = "h3", sep: str = "<br>\n") -> str:
    if not release.contact:
        return ""
    return f"<{tag}>{escape(release.contact_heading)}</{tag}><p>{sep.join(map(escape, release.contact))}</p>"


def typo3(release: Release) -> str:
    """TYPO3 with the news extension."""
    return f"""<!DOCTYPE html>
<html lang="de"><head><meta charset="utf-8"><title>{escape(release.title)} - Stadt Musterbach</title>
<meta name="generator" content="TYPO3 CMS"><meta property="og:title" content="{escape(release.title)}">
<meta property="og:site_name" content="Stadt Musterbach"></head>
<body id="p123" class="page-123 nav-main-open">{_COOKIES}<header id="page-header">{_NAV}</header>
<div class="breadcrumb-section"><ol class="breadcrumb"><li><a href="/">Startseite</a></li><li><a href="/presse">Presse</a>
</li><li class="active">{escape(release.title)}</li></ol></div>
<div id="page-content" class="bp-page-content main-section"><!--TYPO3SEARCH_begin--><div class="section"><div class="container">
<div class="frame frame-type-list"><div class="news news-single"><div class="article" itemscope="itemscope"
 itemtype="http://schema.org/Article"><div class="header">{_some("<p class='kicker'>{}</p>", release.kicker)}
<h1 itemprop="headline">{escape(release.title)}</h1></div>
<div class="footer"><p><span class="news-list-date">
{_some('<time itemprop="datePublished" datetime="2021-05-03">{}</time>', release.date)}</span></p></div>
{_some("<div class='letterhead'>{}</div>", release.letterhead)}
{_some('<div class="teaser-text" itemprop="description"><p>{}</p></div>', release.subtitle)}
<div class="news-text-wrap" itemprop="articleBody">{_p(release.paragraphs)}{_closing(release)}{_contact(release)}</div>
<div class="news-related-wrap"><div class="news-related"><h4>Weitere Meldungen</h4>{_TEASER}</div></div>
<div class="news-backlink-wrap"><a href="/presse">Zurück</a></div></div></div></div></div></div><!--TYPO3SEARCH_end-->
</div><footer id="page-footer">{_ADDRESS}</footer></body></html>"""


def wordpress(release: Release) -> str:
    """WordPress with a theme of today and metadata by a plug-in."""
    return f"""<!DOCTYPE html>
<html lang="de-DE"><head><meta charset="UTF-8" /><title>{escape(release.title)} | Stadt Musterbach</title>
<meta property="og:title" content="{escape(release.title)}" /><meta property="og:site_name" content="Stadt Musterbach" />
<meta property="article:published_time" content="2021-05-03T08:15:00+00:00" />
<script type="application/ld+json">{{"@context":"https://schema.org","@graph":[{{"@type":"NewsArticle",
"headline":"{escape(release.title)}","datePublished":"2021-05-03T08:15:00+00:00"}},{{"@type":"WebSite",
"name":"Stadt Musterbach","publisher":{{"@type":"Organization","name":"Stadt Musterbach"}}}}]}}</script>
<style>.x {{ color: red }}</style></head><body class="post-template-default single single-post has-sidebar">
<div id="page" class="site"><header id="masthead" class="site-header"><p class="site-title"><a href="/">Stadt
Musterbach</a></p>{_NAV}</header><div id="content" class="site-content"><main id="main" class="site-main">
<article id="post-77" class="post-77 post type-post"><header class="entry-header">
{_some('<span class="dachzeile">{}</span>', release.kicker)}
<h1 class="entry-title">{escape(release.title)}</h1><div class="entry-meta">
{_some('<time class="entry-date published" datetime="2021-05-03T10:15:00+02:00">{}</time>', release.date)}</div>
{_some("<p>{}</p>", release.letterhead)}</header>
<figure class="post-thumbnail"><img src="a.jpg" alt="Übergabe"><figcaption>Foto: Stadt Musterbach</figcaption></figure>
<div class="entry-content">{_some('<p class="has-large-font-size"><strong>{}</strong></p>', release.subtitle)}
{_p(release.paragraphs)}{_closing(release)}{_contact(release, "h4")}
<div class="shariff"><ul><li><a href="#">teilen</a></li><li><a href="#">twittern</a></li></ul></div></div>
<footer class="entry-footer"><span class="cat-links">Kategorie: <a href="/c">Allgemein</a></span></footer></article>
<nav class="post-navigation"><a href="/freibad">Freibad öffnet am Samstag</a></nav>
<section class="related-posts"><h2>Das könnte Sie auch interessieren</h2><article>{_TEASER}</article></section></main>
<aside id="secondary" class="widget-area"><section class="widget"><h2>Aktuelles</h2>{_TEASER}</section></aside></div>
<footer id="colophon" class="site-footer">{_ADDRESS}</footer></div>{_COOKIES}</body></html>"""


def drupal(release: Release) -> str:
    """Drupal: fields in divs, the contact a field of its own."""
    return f"""<!DOCTYPE html>
<html lang="de" dir="ltr" prefix="og: https://ogp.me/ns#"><head><meta charset="utf-8" />
<meta name="dcterms.issued" content="2021-05-03" /><meta name="Generator" content="Drupal 10" />
<title>{
        escape(release.title)
    } | Stadt Musterbach</title></head><body class="path-node page-node-type-press-release">
<a href="#main-content" class="visually-hidden focusable">Zum Inhalt springen</a>
<div class="dialog-off-canvas-main-canvas"><header role="banner">{_NAV}</header>
<div class="region region-breadcrumb"><nav class="breadcrumb"><a href="/">Startseite</a></nav></div>
<main role="main"><a id="main-content"></a><div class="layout-content"><div class="region region-content">
<div id="block-page-title"><h1 class="page-title"><span class="field field--name-title">{
        escape(release.title)
    }</span></h1>
</div><div id="block-content"><article data-history-node-id="5" class="node node--type-press-release"><div
 class="node__content">{
        _some('<div class="field field--name-field-kicker field__item">{}</div>', release.kicker)
    }
{
        _some(
            '<div class="field field--name-field-date"><div class="field__label visually-hidden">Datum</div>'
            '<div class="field__item"><time datetime="2021-05-03T12:00:00Z">{}</time></div></div>',
            release.date,
        )
    }
{_some('<div class="field">{}</div>', release.letterhead)}
{_some('<div class="field field--name-field-subtitle field__item">{}</div>', release.subtitle)}
<div class="clearfix text-formatted field field--name-body field--type-text-with-summary">{
        _p(release.paragraphs)
    }
{_closing(release, "h3")}</div>
{f'<div class="field field--name-field-contact">{_contact(release, "h2")}</div>' if release.contact else ""}
</div></article></div><div class="views-element-container"><h2>Weitere Pressemitteilungen</h2><div
 class="view-content"><div class="views-row">{_TEASER}</div></div></div></div></div></main>
<footer role="contentinfo">{_ADDRESS}</footer></div>{_COOKIES}</body></html>"""


def government_site_builder(release: Release) -> str:
    """The site builder of federal and state authorities."""
    return f"""<!doctype html>
<html lang="de"><head><meta charset="utf-8"/><title>Stadt Musterbach - Presse - {escape(release.title)}</title>
<meta name="title" content="{escape(release.title)}"/><meta name="generator" content="Government Site Builder"/>
<meta name="date" content="2021-05-03"/></head><body class="gsb startseite js-off">
<div id="wrapperOuter"><div id="wrapperInner"><h1 class="aural">Navigation und Service</h1><p class="navSkip">
<em>Springe direkt zu:</em></p><div id="navPrimary">{_NAV}</div><div id="breadcrumb"><p>Sie sind hier: <a
 href="/">Startseite</a> <strong>{escape(release.title)}</strong></p></div>
<div id="main" class="main"><div id="content" class="content pressrelease">
{_some('<p class="dachzeile"><span class="kicker">{}</span></p>', release.kicker)}
<h1 class="isFirstInSlot">{escape(release.title)}</h1>
<dl class="docData">{_some("<dt>Datum</dt><dd>{}</dd>", release.date)}</dl>
{_some("<p>{}</p>", release.letterhead)}{_some('<p class="abstract">{}</p>', release.subtitle)}
<div class="body">{_p(release.paragraphs)}{_closing(release, "h2")}</div>
{f'<div class="contact">{_contact(release, "h2")}</div>' if release.contact else ""}
<p class="navToTop"><a href="#Start">Zum Seitenanfang</a></p><ul class="service"><li><a href="#">Seite drucken</a></li></ul>
</div><div id="supplement" class="marginal"><h2>Zusatzinformationen</h2>{_TEASER}</div></div>
<div id="footer">{_ADDRESS}</div></div></div>{_COOKIES}</body></html>"""


def table_of_2006(release: Release) -> str:
    """Made by hand with tables: navigation left, the release in the middle, news on the right."""
    text = "<br><br>\n".join(map(_lines, release.paragraphs))
    closing = "".join(f"<br><br><b>{escape(h)}</b><br><br>{escape(t)}" for h, t in release.closing)
    contact = "<br>".join(map(escape, release.contact))
    return f"""<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=iso-8859-1">
<TITLE>Stadt Musterbach: {escape(release.title)}</TITLE></HEAD>
<BODY BGCOLOR="#FFFFFF" TEXT=#000000 LINK="blue"><TABLE WIDTH="100%" BORDER=0 CELLPADDING=0>
<TR><TD COLSPAN=3><IMG SRC="logo.gif" ALT="Stadt Musterbach"></TD></TR>
<TR><TD WIDTH=150 VALIGN=top><FONT SIZE=1><A HREF="index.htm">Startseite</A><BR><A HREF="b.htm">Bürgerservice</A><BR>
<A HREF="r.htm">Rathaus</A><BR><A HREF="p.htm">Presse</A><BR></FONT></TD>
<TD VALIGN=top>{_some("<FONT SIZE=1>{}</FONT><BR>", release.kicker)}<FONT FACE="Arial" SIZE=4><B>{escape(release.title)}</B>
</FONT><BR><BR>{_some("{}<BR><BR>", release.date)}{_some("{}<BR><BR>", release.letterhead)}
{_some("<B>{}</B><BR><BR>", release.subtitle)}<FONT SIZE=2>{text}{closing}
{f"<BR><BR><B>{escape(release.contact_heading)}</B><BR><BR>{contact}" if contact else ""}
</FONT><BR><BR><A HREF="p.htm">zurück zur Übersicht</A> <A HREF="javascript:print()">Seite drucken</A></TD>
<TD WIDTH=160 VALIGN=top BGCOLOR="#EEEEEE"><B>Aktuell</B><BR>{_TEASER}</TD></TR>
<TR><TD COLSPAN=3 ALIGN=center><FONT SIZE=1>{_ADDRESS}&copy; 2006 Stadt Musterbach</FONT></TD></TR></TABLE></BODY></HTML>"""


def divs_and_breaks(release: Release) -> str:
    """No element means anything: divs, empty lines by breaks, an ASP.NET form around it all."""
    text = "<br /><br />".join(map(_lines, release.paragraphs))
    closing = "".join(
        f"<br/><br/><strong>{escape(h)}</strong><br /><br/>{escape(t)}" for h, t in release.closing
    )
    contact = "<br />".join(map(escape, release.contact))
    return f"""<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>{escape(release.title)}</title></head><body>
<form method="post" action="./Detail.aspx" id="aspnetForm"><div class="seite"><div class="kopf"><div
 class="hauptnavi"><a href="/">Startseite</a> | <a href="/b">Bürgerservice</a> | <a href="/r">Rathaus</a></div></div>
<div class="mitte"><div class="inhalt">{_some('<div class="rubrik">{}</div>', release.kicker)}
<div class="ueberschrift">{escape(release.title)}</div>{_some('<div class="datum">{}</div>', release.date)}
{_some("<div>{}</div>", release.letterhead)}{_some('<div class="unterzeile">{}</div>', release.subtitle)}
<div class="fliesstext">{text}{closing}{f"<br/><br/>{escape(release.contact_heading)}<br/><br/>{contact}" if contact else ""}
</div><div class="werkzeuge"><a href="#">Seite drucken</a></div></div>
<div class="rechts"><div class="kasten">{_TEASER}</div></div></div>
<div class="fuss">{_ADDRESS}</div></div></form></body></html>"""


def contact_aside(release: Release) -> str:
    """The contacts in a box beside the text, the title in the head of the page, below a picture."""
    return f"""<!DOCTYPE html><html lang="de"><head><meta charset="utf-8">
<title>Stadt Musterbach | {escape(release.title)}</title></head><body><header class="kopf">{_NAV}
<div class="buehne"><img src="x.jpg" alt="">{_some('<span class="topline">{}</span>', release.kicker)}
<h1>{escape(release.title)}</h1></div></header>
<div class="layout"><div class="spalte-breit"><p class="meta">{escape(release.date)}</p>
{_some("<p>{}</p>", release.letterhead)}{_some("<p><b>{}</b></p>", release.subtitle)}
{_p(release.paragraphs)}{_closing(release, "h2")}</div>
<aside class="spalte-schmal">{f'<section class="box">{_contact(release, "h2")}</section>' if release.contact else ""}
<section class="box"><h2>Aktuelles</h2>{_TEASER}</section></aside></div>
<footer>{_ADDRESS}</footer>{_COOKIES}</body></html>"""


def ionas4(release: Release) -> str:
    """Ionas4, which many districts and towns use: modules in grids, the text an RTE, a contact card beside."""
    return f"""<!DOCTYPE html><html lang="de" class="no-js"><head><meta charset="utf-8"/>
<meta property="og:type" content="article"/><meta property="og:title" content="{escape(release.title)}"/>
<meta name="dcterms.date" content="2021-05-03T06:00:00Z"/><title>{escape(release.title)} / Stadt Musterbach</title></head>
<body class="ionas4"><ul class="SP-Skiplinks"><li><a href="#c">Zum Inhalt springen</a></li></ul>
<div class="SP-Header">{_NAV}<div class="SP-Breadcrumb"><ul><li><a href="/">Startseite</a></li><li>Presse</li></ul></div>
</div><main class="SP-Content" id="c"><article class="SP-ArticleContent"><header class="SP-ArticleHeader">
{_some('<p class="SP-Kicker">{}</p>', release.kicker)}<h1 class="SP-Headline--article">{escape(release.title)}</h1>
{_some('<p class="SP-ArticleHeader__date"><time datetime="2021-05-03">{}</time></p>', release.date)}
{_some("<p>{}</p>", release.letterhead)}{_some('<p class="SP-Intro">{}</p>', release.subtitle)}</header>
<figure class="SP-Image"><img src="b.jpg" alt=""><figcaption>&copy; Stadt Musterbach</figcaption></figure>
<div class="SP-Text SP-RTE">{_p(release.paragraphs)}{_closing(release)}</div>
{f'<div class="SP-Contact">{_contact(release, "h2")}</div>' if release.contact else ""}
<div class="SP-Share"><button>Seite drucken</button><a href="#">Teilen</a></div>
<section class="SP-TeaserList"><h2>Weitere Meldungen</h2><article class="SP-Teaser">{_TEASER}</article></section>
</article></main><footer class="SP-Footer">{_ADDRESS}</footer>{_COOKIES}</body></html>"""


def presse_service(release: Release) -> str:
    """A press portal of many towns: the town above, the text in one cell with breaks, the next release below."""
    text = "<br />&nbsp;<br />".join(map(_lines, release.paragraphs))
    closing = "".join(f"<br/><br/><b>{escape(h)}</b><br/><br/>{escape(t)}" for h, t in release.closing)
    contact = "<br />".join(map(escape, release.contact))
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">
<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"><title>presse-service.de:
{escape(release.title)}</title></head><body><div id="kopf"><a href="/">Startseite</a> <a href="/b">Bürgerservice</a></div>
<table width="100%" cellspacing="0"><tr><td class="menu" valign="top"><ul><li><a href="/suche">Suchbegriff</a></li></ul></td>
<td class="inhalt" valign="top"><div class="meldung">{_some('<div class="rubrik">{}</div>', release.kicker)}
<h2>{escape(release.title)}</h2>{_some('<div class="datum">{}</div>', release.date)}
{_some("<div>{}</div>", release.letterhead)}{_some("<div><strong>{}</strong></div>", release.subtitle)}
<div class="text">{text}{closing}
{f"<br /><br /><b>{escape(release.contact_heading)}</b><br /><br />{contact}" if contact else ""}</div></div>
<p><a href="#">Seite drucken</a> | <a href="/abo">Newsletter bestellen</a></p></td></tr></table>
<div id="fuss">{_ADDRESS}</div></body></html>"""


def idw(release: Release) -> str:
    """A news service of science: share bar above, contact and features as fields below, all in one column."""
    return f"""<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>{escape(release.title)}</title>
<meta name="date" content="2021-05-03"><meta property="og:title" content="{escape(release.title)}">
<meta property="og:site_name" content="idw"></head><body><div class="topbar">{_NAV}</div><div class="container">
<div class="row"><div class="col-md-8 content"><div class="share-buttons"><ul><li><a href="#">Teilen: Facebook</a></li>
<li><a href="#">Twitter</a></li></ul></div>{_some('<p class="date">{}</p>', release.date)}
{_some('<p class="topline">{}</p>', release.kicker)}<h1>{escape(release.title)}</h1>
{_some("<p>{}</p>", release.letterhead)}{_some('<p class="lead"><strong>{}</strong></p>', release.subtitle)}
<div class="text">{_p(release.paragraphs)}{_closing(release, "h4")}</div>
{f'<div class="kontakt">{_contact(release, "h4")}</div>' if release.contact else ""}
<div class="merkmale"><a href="#">Seite drucken</a></div></div><div class="col-md-4 sidebar"><h3>Aktuelles</h3>{_TEASER}
</div></div></div><footer>{_ADDRESS}</footer>{_COOKIES}</body></html>"""


def newsletter(release: Release) -> str:
    """A bulletin sent by mail and kept on the web: nested tables of the layout, styles in each element."""
    cells = "".join(
        f'<tr><td style="font-family:Arial;padding:0 20px 12px"><p style="margin:0">{_lines(words)}</p></td></tr>'
        for words in release.paragraphs
    )
    return f"""<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><meta charset="utf-8">
<title>{escape(release.title)}</title></head><body style="margin:0"><div style="display:none">Suchbegriff Vorschau</div>
<table role="presentation" width="100%"><tr><td align="center"><table role="presentation" width="600">
<tr><td><a href="/">Startseite</a> &middot; <a href="/b">Bürgerservice</a></td></tr>
<tr><td style="padding:20px">{_some('<p style="color:#999">{}</p>', release.kicker)}
<h1 style="font-size:24px">{escape(release.title)}</h1>{_some("<p>{}</p>", release.date)}
{_some("<p>{}</p>", release.letterhead)}{_some("<p><strong>{}</strong></p>", release.subtitle)}</td></tr>
{cells}<tr><td style="padding:0 20px">{_closing(release)}{_contact(release)}</td></tr>
</table></td></tr><tr><td class="footer"><table role="presentation"><tr><td>{_ADDRESS}</td></tr></table></td></tr></table>
</body></html>"""


LAYOUTS: dict[str, Callable[[Release], str]] = {
    make.__name__: make
    for make in (
        typo3,
        wordpress,
        drupal,
        government_site_builder,
        table_of_2006,
        divs_and_breaks,
        contact_aside,
        ionas4,
        presse_service,
        idw,
        newsletter,
    )
}
