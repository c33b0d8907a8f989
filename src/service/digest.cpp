#include "service/digest.h"

#include <algorithm>
#include <map>

#include "core/text.h"
#include "ical/description.h"
#include "service/compose.h"
#include "store/letter.h"
#include "store/news.h"
#include "store/party.h"
#include "store/request.h"

namespace citacal::service {

namespace {

using domain::News;
using domain::Person;
using domain::ServiceRequest;

constexpr int kNewsMost = 200;
constexpr std::size_t kSubjectMax = 120;  // characters of the news in it

// The news of one case; of none: `request` is null.
struct Group {
  const ServiceRequest* request = nullptr;
  std::vector<const News*> news;
};

// For one person, in the order in which it came; what is of no case at the end.
struct Digest {
  std::vector<Group> cases;
  Group rest;

  void add(const News& news, const ServiceRequest* request) {
    if (!request) return rest.news.push_back(&news);
    for (auto& one : cases)
      if (one.request == request) return one.news.push_back(&news);
    cases.push_back({request, {&news}});
  }
  std::size_t size() const {
    auto count = rest.news.size();
    for (const auto& one : cases) count += one.news.size();
    return count;
  }
};

// What others wrote (a comment, a subject) is cut to a line of a heading.
std::string headline(std::string_view text) {
  std::string line;
  std::size_t characters = 0;
  for (const char c : text.substr(0, text.find('\n'))) {
    const auto byte = static_cast<unsigned char>(c);
    const bool begins_character = (byte & 0xC0) != 0x80;
    if (begins_character && ++characters > kSubjectMax) return line + "…";
    line += byte < 0x20 || byte == 0x7F ? ' ' : c;
  }
  return line;
}

std::string subject_of(const Digest& digest) {
  const auto count = digest.size();
  const auto number = digest.cases.empty() ? "" : digest.cases.front().request->number;
  if (count == 1) {
    const auto& group = digest.cases.empty() ? digest.rest : digest.cases.front();
    return headline(group.news.front()->text) + (number.empty() ? "" : " (" + number + ")");
  }
  const auto many = std::to_string(count) + " novedades";
  if (digest.cases.empty()) return many;
  if (digest.cases.size() > 1)
    return "Novedades de " + std::to_string(digest.cases.size()) + " citas" +
           (digest.rest.news.empty() ? "" : " y otras");
  return many + (digest.rest.news.empty() ? " de " : ", también de ") + number;
}

std::string body_of(const Group& group, const domain::Institute& institute) {
  std::string body = "Sin cita:";
  if (group.request)
    body = group.request->number + " – " + group.request->subject + "\n" +
           ical::case_url(institute, *group.request);
  for (const auto* news : group.news) {
    body += "\n- " + core::say_time(news->at) + " ";
    for (const char c : news->text) body += c == '\n' ? "\n  " : std::string(1, c);
  }
  return body;
}

std::string body_of(const Digest& digest, const domain::Institute& institute) {
  std::vector<std::string> parts;
  for (const auto& one : digest.cases) parts.push_back(body_of(one, institute));
  if (!digest.rest.news.empty()) parts.push_back(body_of(digest.rest, institute));
  return core::join(parts, "\n\n");
}

std::vector<Person> list_readers(store::Transaction& tx) {
  auto persons = store::list_persons(tx);
  std::erase_if(persons, [](const Person& person) {
    const bool decides =
        person.role == domain::Role::coordinator || person.role == domain::Role::administrator;
    return !person.active || !decides;
  });
  return persons;
}

// Which of the readers, by their place.
std::vector<std::size_t> concerned(const std::vector<Person>& readers,
                                   const ServiceRequest* request) {
  std::vector<std::size_t> coordinators;
  for (std::size_t i = 0; i < readers.size(); ++i) {
    if (request && domain::sight(readers[i], request->contractor, request->classification) !=
                       domain::Sight::whole)
      continue;
    if (request && request->requested_by == readers[i].id) return {i};
    if (readers[i].role == domain::Role::coordinator) coordinators.push_back(i);
  }
  return coordinators;
}

void write(Work& work, const Person& reader, const Digest& digest) {
  const auto& institute = work.office().institute();
  auto letter =
      begin_letter(institute, domain::LetterKind::news, reader.name, reader.email, work.now());
  letter.about = letter.id;
  letter.subject = subject_of(digest);
  letter.text = letter_text(institute, letter, body_of(digest, institute));
  store::add_letter(work.tx(), letter);
}

bool is_time(Office& office) {
  Reading reading(office, system_caller("tick"));
  const auto oldest = store::list_untold_news(reading.tx(), 1);
  const core::Minutes wait(office.institute().answers.digest_minutes);
  return !oldest.empty() && oldest.front().at + wait <= reading.now();
}

}  // namespace

int tell_news(Office& office) {
  if (!is_time(office)) return 0;
  Work work(office, system_caller("tick"));
  const auto untold = store::list_untold_news(work.tx(), kNewsMost);
  const auto readers = list_readers(work.tx());
  std::map<core::Id, ServiceRequest> requests;
  std::map<std::size_t, Digest> digests;
  for (const auto& news : untold) {
    const ServiceRequest* request = nullptr;
    if (!news.request.empty())
      request = &requests.try_emplace(news.request, store::get_request(work.tx(), news.request))
                     .first->second;
    const auto whom = concerned(readers, request);
    for (const auto reader : whom) digests[reader].add(news, request);
    if (whom.empty()) work.audit("news told nobody", "news", news.id, news.text);
    store::mark_told(work.tx(), news.id, work.now());
  }
  for (const auto& [reader, digest] : digests) write(work, readers[reader], digest);
  work.commit();
  return static_cast<int>(digests.size());
}

}  // namespace citacal::service
