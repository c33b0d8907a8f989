#include "ical/task.h"

#include "core/error.h"
#include "core/text.h"
#include "ical/content_line.h"
#include "ical/tree.h"
#include "ical/zone.h"

namespace citacal::ical {

std::string task_uid(const core::Id& commitment, const domain::Institute& institute) {
  return commitment + "@" + institute.uid_host;
}

std::string print_task(const TaskView& view) {
  const auto& commitment = view.commitment;
  const auto& number = view.request.number;
  const auto url = view.institute.base_url + "/cases/" + number;
  const auto stamp = print_utc_time(commitment.done_at.value_or(view.made_at));
  Writer out;
  out.begin("VTODO");
  out.text("UID", task_uid(commitment.id, view.institute));
  out.plain("DTSTAMP", stamp);
  out.plain("CREATED", print_utc_time(view.made_at));
  out.plain("LAST-MODIFIED", stamp);
  out.plain("SEQUENCE", "0");
  out.text("SUMMARY", commitment.what);
  out.text("DESCRIPTION", "Compromiso de la verificación de " + number + ": " +
                              view.request.subject + "\nEl caso, con cuenta del Instituto: " + url);
  out.plain("DUE", print_date(commitment.by), {{"VALUE", "DATE"}});
  out.plain("STATUS", commitment.done_at ? "COMPLETED" : "NEEDS-ACTION");
  if (commitment.done_at) {
    out.plain("COMPLETED", stamp);
    out.plain("PERCENT-COMPLETE", "100");
  }
  out.uri("URL", url);
  out.text("REFID", number);
  out.end("VTODO");
  return out.take();
}

bool is_completed(std::string_view calendar_text) {
  const auto calendar = parse_tree(calendar_text);
  for (const auto& node : calendar.nodes)
    if (node.name == "VTODO")
      return core::equals_ignoring_case(core::trim(node.value("STATUS")), "COMPLETED") ||
             node.find("COMPLETED") || core::trim(node.value("PERCENT-COMPLETE")) == "100";
  return false;
}

}  // namespace citacal::ical
