#include "app/load_steps.h"

#include <filesystem>

#include "core/secret.h"

namespace citacal::app {

// What a step can do, as `do = "…"` names it.
enum class Deed {
  agree,
  confirm,
  reschedule,
  cancel,
  hold,
  answer,
  propose,
  verify,
  notice,
  excuse,
  record
};

}  // namespace citacal::app

CITACAL_WORDS(citacal::app::Deed, "agree", "confirm", "reschedule", "cancel", "hold", "answer",
              "propose", "verify", "notice", "excuse", "record");

namespace citacal::app {

namespace {

constexpr std::size_t kEvidenceMax = 10 * 1024 * 1024;

// Reads the steps one after the other, knowing the slot that stands.
class Reader {
 public:
  Reader(const LoadContext& context, Problems& problems) : context_(context), problems_(problems) {}

  service::StepAction read(Deed deed, Fields& fields, core::Instant at) {
    switch (deed) {
      case Deed::agree:
        return agreement(fields);
      case Deed::confirm:
        return service::Confirmation{fields.optional_text("short_notice_reason")};
      case Deed::reschedule:
        return rescheduling(fields);
      case Deed::cancel:
        return service::Cancellation{reason(fields)};
      case Deed::hold:
        return service::Holding{};
      case Deed::answer:
        return domain::Answer{fields.address("email"), fields.word<domain::Participation>("answer"),
                              fields.optional_text("comment")};
      case Deed::propose:
        return proposal(fields, at);
      case Deed::verify:
        return verification(fields, at);
      case Deed::notice:
        return service::Notification{};
      case Deed::excuse:
        return service::Excuse{reason(fields)};
      case Deed::record:
        return evidence(fields, at);
    }
    return service::Confirmation{};
  }

  const std::string& evidence_digest() const { return evidence_digest_; }

 private:
  std::string reason(Fields& fields) {
    if (!fields.has("reason")) fields.missing("reason");
    return fields.optional_text("reason");
  }

  // `start` and `duration`, or the length of the slot that stands.
  core::Slot slot(Fields& fields) {
    const auto start = fields.moment("start", context_.today);
    const bool inherits = !fields.has("duration") && slot_.end > slot_.start;
    return {start, start + (inherits ? slot_.length() : fields.duration("duration"))};
  }

  domain::Agreement agreement(Fields& fields) {
    domain::Agreement out;
    out.slot = slot_ = slot(fields);
    out.place = fields.optional_line("place");
    out.link = fields.optional_uri("link");
    out.conditions = fields.optional_text("conditions");
    out.responsible = fields.optional_line("responsible");
    out.affected = fields.lines("affected");
    out.impact = fields.word_or("impact", domain::Impact::no_impact);
    out.affects_network = fields.flag_or("affects_network", false);
    for (const auto* table : fields.tables("attendee", 50)) {
      Fields one(*table, problems_);
      domain::Attendee attendee;
      attendee.name = one.line("name");
      attendee.email = one.address("email");
      attendee.role = one.word_or("role", domain::AttendeeRole::required);
      attendee.kind = one.word_or("kind", domain::AttendeeKind::individual);
      one.refuse_unknown();
      out.attendees.push_back(std::move(attendee));
    }
    return out;
  }

  domain::Rescheduling rescheduling(Fields& fields) {
    domain::Rescheduling out;
    out.slot = slot_ = slot(fields);
    if (fields.has("place")) out.place = fields.line("place");
    out.reason = reason(fields);
    out.asked_by = fields.word_or("asked_by", domain::Asker::institute);
    return out;
  }

  domain::Proposal proposal(Fields& fields, core::Instant at) {
    domain::Proposal out;
    out.email = fields.address("email");
    out.slot = slot(fields);
    out.comment = fields.optional_text("comment");
    out.made_at = at;
    return out;
  }

  domain::Verification verification(Fields& fields, core::Instant at) {
    domain::Verification out;
    out.outcome = fields.word<domain::Outcome>("outcome");
    out.means = fields.word<domain::Means>("means");
    out.reference = fields.line("reference");
    out.findings = fields.optional_text("findings");
    out.actual = fields.has("start") ? slot(fields) : slot_;
    out.verified_at = at;
    for (const auto* table : fields.tables("commitment", 50)) {
      Fields one(*table, problems_);
      domain::Commitment commitment;
      commitment.what = one.line("what");
      commitment.who = one.line("who");
      commitment.by = one.day("by", context_.today);
      if (one.has("done")) commitment.done_at = one.moment("done", context_.today);
      one.refuse_unknown();
      out.commitments.push_back(std::move(commitment));
    }
    return out;
  }

  service::Evidence evidence(Fields& fields, core::Instant at) {
    service::Evidence out;
    auto& record = out.record;
    if (!fields.has("activity")) fields.missing("activity");
    record.activity = static_cast<int>(fields.integer_or("activity", 1, 1, 5));
    record.title = fields.line("title");
    record.media_type = fields.line_or("media_type", "text/plain");
    record.created_at = at;
    out.content = content(fields, record);
    record.classification = read_classification(fields, context_, problems_);
    return out;
  }

  // The file that `file` names, beside the TOML file and never above it.
  std::string content(Fields& fields, domain::Record& record) {
    const auto name = fields.line("file", 500);
    if (name.empty()) return {};
    const auto path = std::filesystem::path(name).lexically_normal();
    record.file_name = path.filename().string();
    try {
      if (path.is_absolute() || *path.begin() == "..")
        core::refuse("file", "not-beside",
                     {"debe estar junto al archivo que se carga, como «actas/acta-041.txt»",
                      "must be beside the file being loaded, such as \"actas/acta-041.txt\""});
      auto bytes = read_file((std::filesystem::path(context_.path).parent_path() / path).string(),
                             kEvidenceMax);
      record.size = static_cast<std::int64_t>(bytes.size());
      record.sha256 = core::sha256_hex(bytes);
      evidence_digest_ += ":" + record.sha256;
      return bytes;
    } catch (const core::Error& error) {
      problems_.add(fields.origin_of("file"), error);
      return {};
    }
  }

  const LoadContext& context_;
  Problems& problems_;
  core::Slot slot_{};
  std::string evidence_digest_;
};

void check_order(core::Instant at, core::Instant since, const LoadContext& context,
                 service::Origin origin, Problems& problems) {
  if (at < since)
    problems.add(origin, {"«at»: " + core::print_local(at) + " es anterior al paso precedente (" +
                              core::print_local(since) + "); ordene los pasos por fecha.",
                          "\"at\": " + core::print_local(at) + " is before the step above (" +
                              core::print_local(since) + "); order the steps by date."});
  if (at > context.now)
    problems.add(origin, {"«at»: " + core::print_local(at) +
                              " aún no ha llegado; un paso es algo que ya ocurrió.",
                          "\"at\": " + core::print_local(at) +
                              " has not come yet; a step is something that happened."});
}

}  // namespace

domain::Classification read_classification(Fields& fields, const LoadContext& context,
                                           Problems& problems) {
  domain::Classification out;
  if (!fields.has("classification")) return out;
  Fields one(fields.table("classification"), problems, "classification.");
  out.level = one.word<domain::Level>("level");
  out.extent = one.word_or("extent", domain::Extent::none);
  out.justification = one.optional_text("justification");
  out.legal_ground = one.optional_text("legal_ground");
  out.years = static_cast<int>(one.integer_or("years", 0, 0, 100));
  out.qualified_on = one.optional_day("qualified_on", context.today);
  const auto before = problems.size();
  one.refuse_unknown();
  if (problems.size() > before) return out;
  try {
    return domain::checked(std::move(out));
  } catch (const core::Error& error) {
    problems.add(one.origin_of(error.field.c_str()), error);
    return {};
  }
}

History read_steps(const std::vector<const Value*>& tables, core::Instant since,
                   const LoadContext& context, Problems& problems) {
  History history;
  Reader reader(context, problems);
  for (const auto* table : tables) {
    Fields fields(*table, problems);
    if (!fields.has("do")) fields.missing("do");
    const auto deed = fields.optional_word<Deed>("do");
    const auto at = fields.moment("at", context.today);
    check_order(at, since, context, fields.origin_of("at"), problems);
    since = std::max(since, at);
    if (!deed) continue;
    history.steps.push_back({table->origin, at, reader.read(*deed, fields, at)});
    fields.refuse_unknown();
  }
  history.evidence_digest = reader.evidence_digest();
  return history;
}

int read_year(Fields& fields, const LoadContext& context) {
  const int this_year = core::year_of(core::start_of(context.today.day));
  const auto* value = fields.plain("vigencia");
  if (!value && !fields.has("vigencia")) fields.missing("vigencia");
  if (!value || value->text == "hoy") return this_year;
  if (value->type == Value::Type::integer && value->integer >= 2000 && value->integer <= 2100)
    return static_cast<int>(value->integer);
  fields.add(*value, "vigencia",
             {"«hoy» o un año de 2000 a 2100", "\"hoy\" or a year, 2000 to 2100"});
  return this_year;
}

std::string with_year(std::string text, int year) {
  constexpr std::string_view kMark = "{vigencia}";
  for (auto at = text.find(kMark); at != std::string::npos; at = text.find(kMark))
    text.replace(at, kMark.size(), std::to_string(year));
  return text;
}

void refuse_twin(std::set<std::string>& seen, const std::string& key, service::Origin origin,
                 Problems& problems) {
  if (key.empty() || seen.insert(key).second) return;
  problems.add(origin, {"«" + shown(key) + "» está dos veces en el archivo; use otra clave.",
                        "\"" + shown(key) + "\" is in the file twice; use another key."});
}

}  // namespace citacal::app
