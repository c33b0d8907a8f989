#include "web/page.h"

#include "core/secret.h"
#include "core/text.h"

namespace citacal::web {

namespace {

using core::Language;

// Contrasts are at least 4.5:1 (WCAG 2.2 §1.4.3), what is pressed at least 44 pixels high.
constexpr std::string_view kStyle = R"css(
:root{color-scheme:light dark;--paper:#fff;--ink:#1b1f24;--soft:#555d66;--line:#8c959f;
--shade:#f3f5f7;--accent:#0b57a4;--on-accent:#fff;--good:#1a6b2f;--bad:#a3231f}
@media (prefers-color-scheme:dark){:root{--paper:#15181c;--ink:#eceff2;--soft:#b3bbc4;
--line:#77818c;--shade:#22272e;--accent:#8cc2ff;--on-accent:#0b1a2b;--good:#7fd894;--bad:#ff9c96}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);
font:1.0625rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main,header,footer{max-width:44rem;margin:0 auto;padding:0 1rem}
header{padding-top:1rem;color:var(--soft);display:flex;flex-wrap:wrap;gap:.25rem 1rem;
justify-content:space-between}
footer{padding-bottom:2rem}
footer,.foot{color:var(--soft);font-size:.9375rem}
h1{font-size:1.6rem;line-height:1.25;margin:.5rem 0 .75rem;overflow-wrap:anywhere}
h2{font-size:1.25rem;margin:0 0 .5rem}
p{margin:0 0 .75rem}
a{color:var(--accent)}
section,details{border:1px solid var(--line);border-radius:.5rem;padding:1rem;margin:1rem 0}
dl{margin:0;display:grid;gap:.125rem 1rem;align-items:baseline}
dt{color:var(--soft);margin-top:.5rem}
dd{margin:0;overflow-wrap:anywhere}
.when{font-size:1.2rem;font-weight:600;text-wrap:balance}
.status{display:inline-block;border:2px solid;border-radius:2rem;padding:.125rem .75rem;
font-weight:600;margin:0 0 1rem}
.note{border-left:.375rem solid var(--accent);background:var(--shade);padding:.75rem 1rem;
margin:1rem 0}
.note.good{border-color:var(--good)}
.note.bad{border-color:var(--bad)}
.note p:last-child{margin:0}
label{display:block;font-weight:600;margin:.75rem 0 .25rem}
.hint{color:var(--soft);font-weight:400}
input,textarea{width:100%;font:inherit;color:inherit;background:var(--paper);
border:1px solid var(--line);border-radius:.375rem;padding:.625rem .75rem;min-height:2.75rem}
textarea{min-height:5rem;resize:vertical}
.fields,.buttons{display:grid;gap:0 1rem;align-items:end}
.buttons{gap:.75rem;margin-top:1rem}
button{font:inherit;font-weight:600;min-height:3.25rem;padding:.5rem 1rem;border-radius:.5rem;
border:2px solid var(--accent);background:var(--paper);color:var(--accent);cursor:pointer}
button.first{background:var(--accent);color:var(--on-accent)}
details{padding:.25rem 1rem}
details[open]{padding-bottom:1rem}
summary{cursor:pointer;font-size:1.25rem;font-weight:600;min-height:2.75rem;padding:.5rem 0}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.links{list-style:none;margin:0;padding:0}
.links a{display:block;padding:.625rem 0;min-height:2.75rem}
@media (min-width:40rem){dl{grid-template-columns:11rem 1fr;gap:.5rem 1rem}dt{margin:0}
.fields{grid-template-columns:repeat(3,1fr)}.buttons.three{grid-template-columns:repeat(3,1fr)}
.links{display:flex;flex-wrap:wrap;gap:0 2rem}}
@media print{form,details,.screen,.note{display:none}
body{font-size:11pt;background:#fff;color:#000}section{border:0;padding:0}}
)css";

std::string policy(std::string_view style) {
  const auto source = [](std::string_view css) {
    return " 'sha256-" + core::sha256_base64(css) + "'";
  };
  return "default-src 'none'; style-src" + source(kStyle) + (style.empty() ? "" : source(style)) +
         "; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
}

std::string print_page(const PageHead& head, std::string_view language,
                       const std::function<void(Html&)>& body) {
  Html html;
  html.open("html", {{"lang", language}}).open("head");
  html.empty("meta", {{"charset", "utf-8"}});
  html.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  html.empty("meta", {{"name", "robots"}, {"content", "noindex"}});
  html.one("title", head.institute.empty() ? head.title : head.title + " — " + head.institute);
  html.style(kStyle);
  if (!head.style.empty()) html.style(head.style);
  html.close();
  html.open("body");
  body(html);
  html.close().close();
  return html.take();
}

}  // namespace

bool is_page(const core::Request& request) {
  return !request.segments.empty() && request.segments.front() == "rsvp";
}

Language page_language(const core::Request& request) {
  const auto asked = request.find_query("lang");
  if (asked == "es") return Language::es;
  if (asked == "en") return Language::en;
  return request.language();
}

core::Response page_reply(const PageHead& head, const std::function<void(Html&)>& body) {
  const std::string language = head.language == Language::en ? "en" : "es";
  auto response =
      core::Response::of(head.status, "text/html; charset=utf-8", print_page(head, language, body));
  auto& headers = response.headers;
  headers.add("Content-Language", language);
  headers.add("Content-Security-Policy", policy(head.style));
  headers.add("Cache-Control", "no-store");
  headers.add("X-Robots-Tag", "noindex");
  return response;
}

void write_contact(Html& html, const domain::Institute& institute, Language language) {
  html.open("footer").open("p").text(language == Language::en ? "Questions: " : "Preguntas: ");
  html.one("a", institute.organizer, {{"href", "mailto:" + institute.organizer}});
  html.text(" — " + institute.organizer_name).close().close();
}

core::Response refusal(const core::Request& request, const core::Problem& why,
                       const domain::Institute& institute) {
  if (!is_page(request)) return core::problem(why, request.language());
  const auto language = page_language(request);
  const auto& title = why.title.in(language);
  auto response = page_reply({why.status, language, title, institute.name}, [&](Html& html) {
    html.open("header").one("span", institute.name).close();
    html.open("main").one("h1", title).one("p", why.detail.in(language)).close();
    write_contact(html, institute, language);
  });
  if (why.retry_after_s > 0) response.headers.add("Retry-After", std::to_string(why.retry_after_s));
  response.logged_error = why.logged;
  return response;
}

}  // namespace citacal::web
