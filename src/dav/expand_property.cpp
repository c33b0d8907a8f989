// DAV:expand-property (RFC 3253 §3.8): properties, and of the resources that their hrefs name more
// properties, in the hrefs' places.
#include "core/text.h"
#include "dav/fault.h"
#include "dav/live_properties.h"
#include "dav/reports.h"
#include "dav/resource.h"

namespace citacal::dav {

namespace {

constexpr int kLevelsMost = 4;
constexpr int kResponsesMost = 500;
constexpr std::size_t kPropertiesMost = 200;  // of the whole request

constexpr std::string_view kHref = "<D:href>", kHrefEnd = "</D:href>";

// One DAV:property of the request.
struct Wish {
  Name name;
  std::vector<Wish> nested;
};

Wish read_wish(const Element& element, int level, std::size_t& count) {
  const auto space = element.attribute("namespace");
  Wish wish{{std::string(space.empty() ? kDav : space), std::string(element.attribute("name"))},
            {}};
  if (wish.name.local.empty() || level > kLevelsMost || ++count > kPropertiesMost)
    throw core::Error(core::Code::invalid, "bad-expand-property",
                      {"Cada «property» lleva «name»; a lo sumo 200, en cuatro niveles.",
                       "Each \"property\" has a \"name\"; 200 at most, in four levels."});
  for (const auto& child : element.children)
    if (child.is(kDav, "property")) wish.nested.push_back(read_wish(child, level + 1, count));
  return wish;
}

class Expansion {
 public:
  explicit Expansion(Exchange& exchange) : exchange_(exchange) {
    asked_.minimal = wants_minimal(exchange.request);
  }

  void write_resource(XmlWriter& out, std::string_view href, const Target& target,
                      const std::vector<Wish>& wishes) {
    if (++responses_ > kResponsesMost)
      refuse("D:number-of-matches-within-limits",
             {"Son demasiados recursos: pida menos niveles.",
              "Those are too many resources: ask for fewer levels."});
    with_resource(exchange_, target, service::Data::without, [&](const Resource& resource) {
      out.open("D:response");
      out.raw(kHref);
      out.raw(href);
      out.raw(kHrefEnd);
      write_wishes(out, resource, wishes);
      out.close("D:response");
    });
  }

 private:
  void write_wishes(XmlWriter& out, const Resource& resource, const std::vector<Wish>& wishes) {
    std::string found, missing;
    for (const auto& wish : wishes) {
      XmlWriter one(256);
      if (write_property(one, exchange_, asked_, resource, wish.name)) {
        found += wish.nested.empty() ? one.take() : expanded(one.take(), wish.nested);
      } else {
        one.element(wish.name, {});
        missing += one.take();
      }
    }
    const bool tells_missing = !missing.empty() && !asked_.minimal;
    if (!found.empty() || !tells_missing) write_propstat(out, found, 200);
    if (tells_missing) write_propstat(out, missing, 404);
  }

  static void write_propstat(XmlWriter& out, std::string_view properties, int status) {
    out.open("D:propstat");
    out.open("D:prop");
    out.raw(properties);
    out.close("D:prop");
    out.text("D:status", status_line(status));
    out.close("D:propstat");
  }

  // The hrefs of what our own writers wrote, each with the response of what it names in its place;
  // one that names nothing here (a mailto:) stays as it is.
  std::string expanded(std::string_view xml, const std::vector<Wish>& wishes) {
    std::string out;
    for (auto at = xml.find(kHref); at != std::string_view::npos; at = xml.find(kHref)) {
      const auto end = xml.find(kHrefEnd, at);
      if (end == std::string_view::npos) break;
      const auto href = xml.substr(at + kHref.size(), end - at - kHref.size());
      const auto after = end + kHrefEnd.size();
      out += xml.substr(0, at);
      if (!append_named(out, href, wishes)) out += xml.substr(at, after - at);
      xml = xml.substr(after);
    }
    return out += xml;
  }

  bool append_named(std::string& out, std::string_view href, const std::vector<Wish>& wishes) {
    const auto segments =
        segments_of(exchange_.request, exchange_.office.institute().base_url, href);
    if (!segments) return false;
    XmlWriter one;
    try {
      write_resource(one, href, find_target(*exchange_.reading, *segments), wishes);
    } catch (const core::Error& error) {
      if (error.code != core::Code::not_found) throw;
      return false;
    }
    out += one.take();
    return true;
  }

  Exchange& exchange_;
  Asked asked_;
  int responses_ = 0;
};

}  // namespace

core::Response report_expand_property(Exchange& exchange, const Element& report) {
  if (depth_of(exchange.request, 0) != 0)
    throw core::Error(
        core::Code::invalid, "bad-depth",
        {"Este informe se pide con «Depth: 0».", "This report is asked with \"Depth: 0\"."},
        "Depth");
  std::vector<Wish> wishes;
  std::size_t count = 0;
  for (const auto& child : report.children)
    if (child.is(kDav, "property")) wishes.push_back(read_wish(child, 1, count));
  XmlWriter out;
  open_multistatus(out);
  Expansion(exchange).write_resource(out, href_of_request(exchange), exchange.target, wishes);
  return multistatus(out);
}

}  // namespace citacal::dav
