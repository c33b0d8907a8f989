// The papers of a case, for people: HTML made for print, and the same as PDF.
#include "core/secret.h"
#include "web/minutes.h"
#include "web/nouns.h"
#include "web/paper.h"
#include "web/pdf.h"

namespace citacal::web {

namespace {

std::string minutes_of(const Exchange& exchange) {
  return print_minutes(service::get_minutes(exchange.office, exchange.caller, exchange.id()),
                       exchange.office.institute());
}

std::string citation_of(const Exchange& exchange) {
  return print_citation(service::get_citation(exchange.office, exchange.caller, exchange.id(),
                                              exchange.query.line("attendee", core::kAddressMax)),
                        exchange.office.institute());
}

core::Response html_reply(const Exchange& exchange, const std::string& html) {
  auto response = core::Response::of(200, "text/html; charset=utf-8", html);
  const auto tag = "\"" + core::sha256_hex(html) + "\"";
  response.headers.add("ETag", tag);
  response.headers.add("Content-Language", "es");
  response.headers.add("Content-Security-Policy", paper_policy());
  if (core::is_not_modified(exchange.request, tag, std::nullopt)) response.status = 304;
  return response;
}

// The same HTML gives the same PDF: whoever has it need not have it printed again.
core::Response pdf_reply(const Exchange& exchange, const std::string& html,
                         const std::string& name) {
  core::Response response;
  const auto tag = "\"" + core::sha256_hex("pdf:" + html) + "\"";
  response.headers.add("Content-Type", "application/pdf");
  response.headers.add("ETag", tag);
  response.headers.add("Content-Language", "es");
  response.headers.add("Content-Disposition", "inline; filename=\"" + name + ".pdf\"");
  if (core::is_not_modified(exchange.request, tag, std::nullopt))
    response.status = 304;
  else
    response.body = print_pdf(html);
  return response;
}

core::Response get_minutes_html(Exchange& exchange) {
  return html_reply(exchange, minutes_of(exchange));
}

core::Response get_minutes_pdf(Exchange& exchange) {
  const auto minutes = service::get_minutes(exchange.office, exchange.caller, exchange.id());
  const auto& number = minutes.verification.minutes_number;
  return pdf_reply(exchange, print_minutes(minutes, exchange.office.institute()),
                   number.empty() ? "acta" : number);
}

core::Response get_citation_html(Exchange& exchange) {
  return html_reply(exchange, citation_of(exchange));
}

core::Response get_citation_pdf(Exchange& exchange) {
  return pdf_reply(exchange, citation_of(exchange), "citacion");
}

}  // namespace

std::vector<Route> paper_routes() {
  return {
      {"GET",
       "/api/v1/verifications/{id}/minutes.html",
       get_minutes_html,
       Access::account,
       "Its minutes (acta), for print",
       {}},
      {"GET",
       "/api/v1/verifications/{id}/minutes.pdf",
       get_minutes_pdf,
       Access::account,
       "Its minutes (acta) as PDF",
       {}},
      {"GET",
       "/api/v1/appointments/{id}/citation.html",
       get_citation_html,
       Access::account,
       "Its citation (citación), for print",
       {"attendee"}},
      {"GET",
       "/api/v1/appointments/{id}/citation.pdf",
       get_citation_pdf,
       Access::account,
       "Its citation (citación) as PDF",
       {"attendee"}},
  };
}

}  // namespace citacal::web
